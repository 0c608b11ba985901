// The same search as the form's, while one types: the page's own answer, of which only the list is taken over.
const field = document.querySelector("#q");
const found = document.querySelector("#found");
const PAUSE = 250;
let asked;
let timer;

async function look() {
  asked?.abort();
  asked = new AbortController();
  const words = field.value.trim();
  try {
    const answer = await fetch(`/p?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.replaceChildren(...page.querySelector("#found").childNodes);
  } catch {
    // Typing went on, or the line is gone: the form still works.
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
