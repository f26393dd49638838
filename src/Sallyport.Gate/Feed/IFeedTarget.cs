namespace Sallyport.Gate.Feed;

/// <summary>Who takes the authority's results: the pipeline, or a test.</summary>
internal interface IFeedTarget
{
    void FeedIsUp();

    void FeedIsDown();

    void Report(FeedLine line);
}
