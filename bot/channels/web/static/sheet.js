// What is ready stays ticked on this phone, by the paper's name: a paper that is called otherwise is another paper.
const main = document.querySelector("main[data-procedure]");
const boxes = [...main.querySelectorAll("[data-paper]")];
const key = `hoidap:p:${main.dataset.procedure}`;

function remembered() {
  try {
    const names = JSON.parse(localStorage.getItem(key) || "[]");
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}

function remember() {
  const names = boxes.filter((box) => box.checked).map((box) => box.dataset.paper);
  try {
    if (names.length) localStorage.setItem(key, JSON.stringify(names));
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still ticks.
  }
}

function tell() {
  const ready = boxes.filter((box) => box.checked).length;
  const line = document.querySelector("#ready");
  if (!line) return;
  line.hidden = !ready;
  line.textContent = ready ? `Đã chuẩn bị ${ready} giấy. Máy này nhớ giúp anh/chị.` : "";
}

function changed() {
  remember();
  tell();
}

if (boxes.length) {
  const names = new Set(remembered());
  for (const box of boxes) box.checked = names.has(box.dataset.paper);
  main.addEventListener("change", changed);
  document.querySelector("#clear").addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    changed();
  });
  tell();
}
const tools = document.querySelector(".tools");
if (tools) {
  tools.hidden = false;
  document.querySelector("#clear").hidden = !boxes.length;
  document.querySelector("#print").addEventListener("click", () => print());
}
