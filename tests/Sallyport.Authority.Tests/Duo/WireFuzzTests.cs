using System.Text;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>Mutated and random inputs, fixed seed: no parser throws, and what one accepts survives a round trip.</summary>
public sealed class WireFuzzTests
{
    private const int Rounds = 60_000;

    [Fact]
    public void Bson_reader_takes_any_bytes()
    {
        var random = new Random(20261120);
        var seed = BsonWriter.Write(new()
        {
            { "stat", "OK" },
            { "response", new DuoDocument { { "result", "auth" }, { "code", 1 }, { "time", long.MaxValue }, { "list", new DuoValue.List(["a", 2]) } } },
        });
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            if (BsonReader.TryRead(Mutate(random, seed)) is not { } document)
                continue;
            accepted++;
            Assert.NotNull(BsonReader.TryRead(BsonWriter.Write(document)));
        }
        Assert.InRange(accepted, 1, Rounds - 1);
    }

    [Fact]
    public void Form_decoder_takes_any_bytes()
    {
        var random = new Random(20261121);
        var seed = "async=1&auto=flee%20boat%2B+1&user=ad%C3%A4&pushinfo=Server%2BIP%3D192.0.2.2%26Command%3D"u8.ToArray();
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            if (FormParameters.TryParse(Mutate(random, seed), out var parameters) != FormFault.None)
                continue;
            accepted++;
            var canonical = parameters.ToCanonicalString();
            Assert.Equal(FormFault.None, FormParameters.TryParse(Encoding.ASCII.GetBytes(canonical), out var again));
            Assert.Equal(canonical, again.ToCanonicalString());
        }
        Assert.InRange(accepted, 1, Rounds - 1);
    }

    [Fact]
    public void Json_decoder_takes_any_bytes()
    {
        var random = new Random(20261122);
        var seed = """{"username":"ad\u00e4","async":"1","factor":"passcode","n":12.5e1,"t":true}"""u8.ToArray();
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
            accepted += JsonParameters.TryParse(Mutate(random, seed)) is null ? 0 : 1;
        Assert.InRange(accepted, 1, Rounds - 1);
    }

    [Fact]
    public void Authorization_header_takes_any_text()
    {
        var random = new Random(20261123);
        var credentials = Encoding.ASCII.GetBytes("DIABC123:" + new string('a', 40));
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var outer = random.Next(2) == 0;
            var header = "Basic " + Convert.ToBase64String(outer ? credentials : Mutate(random, credentials));
            if (outer)
                header = Encoding.Latin1.GetString(Mutate(random, Encoding.Latin1.GetBytes(header)));
            accepted += AuthorizationHeader.TryParse(header) is null ? 0 : 1;
        }
        Assert.InRange(accepted, 1, Rounds - 1);
    }

    [Fact]
    public void Date_parser_takes_any_text()
    {
        var random = new Random(20261124);
        var seed = "Fri, 20 Nov 2026 18:38:03 +0000"u8.ToArray();
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
            accepted += RequestDate.TryParse(Encoding.Latin1.GetString(Mutate(random, seed))) is null ? 0 : 1;
        Assert.InRange(accepted, 1, Rounds - 1);
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        if (random.Next(16) == 0)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            return noise;
        }
        var bytes = seed.ToList();
        for (var change = random.Next(4); change >= 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.RemoveAt(at); break;
            }
        }
        return [.. bytes];
    }
}
