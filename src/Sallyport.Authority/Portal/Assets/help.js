// Help pages: a button at each block of lines, which copies it. Without this script the lines are there all the same.
if (navigator.clipboard) {
  for (const block of document.querySelectorAll('.copy')) {
    const button = document.createElement('button');
    button.className = 'quiet';
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.querySelector('code').textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    block.prepend(button);
  }
}
