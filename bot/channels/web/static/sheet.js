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

// The largest letters with which all of it stands on one A4, tried out at the moment of printing: the server can only
// guess how the words will wrap, and its guess is the one for browsers without scripts.
const SIZES = ["pt-11", "pt-10", "pt-11 brief", "pt-10 brief", "pt-9-5 brief", "pt-9 brief", "pt-8-5 brief"];
const FULLEST = "pt-8-5 brief briefest";
const PAPER = { width: "186mm", height: (277 / 25.4) * 96 };
const onPaper = [...document.styleSheets]
  .flatMap((sheet) => [...sheet.cssRules])
  .find((rule) => rule.media?.mediaText === "print");

function fits(size) {
  document.body.className = `sheet ${size}`;
  return main.getBoundingClientRect().height <= PAPER.height;
}

addEventListener("beforeprint", () => {
  onPaper.media.mediaText = "all";
  main.style.width = PAPER.width;
  if (!SIZES.some(fits)) document.body.className = `sheet ${FULLEST}`;
  main.style.width = "";
  onPaper.media.mediaText = "print";
});
