// The resident's page, made live: what is sent, what comes, and what the person sees of both.
import { Live } from "./live.js";
import { article } from "./message.js";
import { node } from "./nodes.js";
import { Outbox } from "./outbox.js";

const LARGEST_FILE = 10 * 1024 * 1024;
const PATIENCE = 12_000;
const STATES = { sending: "Đang gửi…", offline: "Chờ có mạng…", sent: "Đã gửi ✓", failed: "Chưa gửi được" };

const byId = (id) => document.getElementById(id);
const log = byId("log");
const text = byId("text");
const file = byId("file");
const title = document.title;
let ticket = byId("ticket").hidden ? null : {};
let unseen = 0;

// ---- The conversation

const lastId = () => Number(log.querySelector(".message:last-of-type")?.dataset.id || 0);

function show(message) {
  const known = log.querySelector(`[data-id="${message.id}"]`);
  if (message.client_id) outbox.arrived(message.client_id);
  else if (message.author === "resident" && !known) outbox.pressArrived();
  if (known && known.dataset.edited === (message.edited || "")) return;
  const following = [...log.querySelectorAll(".message")].find((one) => Number(one.dataset.id) > message.id);
  const near = follows || isNearEnd();
  const made = article(message);
  if (known) known.replaceWith(made);
  else log.insertBefore(made, following || null);
  separateDays();
  settleChoices();
  byId("welcome").hidden = true;
  if (message.author !== "resident") think(false);
  if (!known && !following) bringIntoView(made, near, message.author);
}

function separateDays() {
  for (const old of log.querySelectorAll(".day")) old.remove();
  let last = "";
  for (const one of log.querySelectorAll(".message")) {
    if (one.dataset.day !== last) one.before(node("p", { class: "day" }, one.dataset.day));
    last = one.dataset.day;
  }
}

// Only the newest question has large buttons; older ones stay usable, but small.
function settleChoices() {
  const all = [...log.querySelectorAll(".message")];
  for (const one of all) one.querySelector(".choices")?.classList.toggle("past", one !== all.at(-1));
}

async function older() {
  const first = log.querySelector(".message");
  const response = await fetch(`/api/messages?before=${first.dataset.id}`);
  if (!response.ok) return;
  const { messages, more } = await response.json();
  const height = document.documentElement.scrollHeight;
  log.prepend(...messages.map((message) => article(message)));
  separateDays();
  settleChoices();
  byId("older").hidden = !more;
  scrollBy(0, document.documentElement.scrollHeight - height);
}

async function refresh() {
  const response = await fetch("/api/messages");
  if (!response.ok) throw new Error(response.status);
  const state = await response.json();
  state.messages.forEach(show);
  showTicket(state.ticket);
}

// ---- Where the reader is

function isNearEnd() {
  return document.documentElement.scrollHeight - scrollY - innerHeight < 220;
}

const smoothly = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

const toEnd = (behavior = smoothly()) => scrollTo({ top: document.documentElement.scrollHeight, behavior });

// Whoever has just written wants to see the answer, until they scroll elsewhere themselves.
let follows = false;
for (const gesture of ["wheel", "touchmove"]) addEventListener(gesture, () => (follows = false), { passive: true });

// A long answer is read from its beginning; somebody who reads further up is not torn away.
function bringIntoView(made, near, author) {
  if (author !== "resident" && document.visibilityState === "hidden") badge(unseen + 1);
  if (!near && author !== "resident") {
    byId("newest").hidden = false;
    return;
  }
  const crown = document.querySelector(".crown").offsetHeight;
  const room = innerHeight - crown - document.querySelector(".foot").offsetHeight;
  if (made.offsetHeight < room * 0.85) return toEnd();
  const top = made.getBoundingClientRect().top + scrollY - crown - 12;
  scrollTo({ top, behavior: smoothly() });
}

function badge(count) {
  unseen = count;
  document.title = count ? `(${count}) ${title}` : title;
}

// ---- What is on its way

function showOutbox(items) {
  const nodes = items.filter((item) => !item.shown).map((item) => {
    const words = item.text || item.label || "";
    const waits = item.state === "sending" && !byId("line").hidden;
    const state = item.why || STATES[waits ? "offline" : item.state];
    const made = node(
      "article",
      { class: `message resident pending ${item.state}`, "data-client-id": item.client_id },
      node("div", { class: "bubble" }, item.file ? node("p", { class: "file" }, item.file) : null, words ? node("p", {}, words) : null),
      node("p", { class: "stamp" }, state),
    );
    if (item.state === "failed") made.append(node("p", { class: "again" }, again(item, "Gửi lại"), again(item, "Bỏ")));
    return made;
  });
  byId("waiting").replaceChildren(...nodes);
  if (items.length) byId("welcome").hidden = true;
  if (items.some((item) => item.state === "sent")) think(true);
}

function again(item, label) {
  const button = node("button", { type: "button", class: "quiet" }, label);
  button.addEventListener("click", () => (label === "Bỏ" ? outbox.drop(item.client_id) : outbox.again(item.client_id)));
  return button;
}

let patience;
function think(on) {
  clearTimeout(patience);
  byId("thinking").hidden = !on || waitsForOfficer();
  if (on) patience = setTimeout(() => (byId("thinking").hidden = true), PATIENCE);
}

// ---- The strips under the head

const waitsForOfficer = () => ticket !== null && ticket.state !== "answered";

function showTicket(now) {
  ticket = now;
  const strip = byId("ticket");
  const near = isNearEnd();
  strip.hidden = now === null;
  if (now === null) return;
  const words = now.state === "answered" ? `Cán bộ đã trả lời phiếu #${now.code}` : `Phiếu #${now.code} đang chờ cán bộ trả lời`;
  if (strip.textContent !== words) strip.textContent = words;
  if (near) toEnd();
}

function showLine(up) {
  const strip = byId("line");
  if (strip.hidden === up) return;
  strip.hidden = up;
  strip.textContent = up ? "" : "Mất mạng – đang nối lại. Tin vẫn được giữ và sẽ tự gửi.";
  showOutbox(outbox.items);
  if (up) outbox.flush();
}

// ---- Writing

function send() {
  const words = text.value.trim();
  const chosen = file.files[0];
  if (!words && !chosen) return text.focus();
  outbox.add({ text: words }, chosen);
  text.value = "";
  grow();
  unpick();
  follows = true;
  toEnd();
}

function press(button) {
  const [, shown, choice] = button.value.match(/^(\d*)\/(.*)$/);
  const label = button.textContent.trim();
  outbox.add({ choice, label, shown_message_id: shown ? Number(shown) : null });
  follows = true;
  toEnd();
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 3, 160)}px`;
}

function pick() {
  const chosen = file.files[0];
  if (!chosen) return unpick();
  const tooBig = chosen.size > LARGEST_FILE;
  byId("picked-name").textContent = tooBig ? "Tệp lớn quá 10 MB. Xin chọn tệp nhỏ hơn ạ." : chosen.name;
  byId("picked").hidden = false;
  byId("preview").hidden = tooBig || !chosen.type.startsWith("image/");
  if (!byId("preview").hidden) byId("preview").src = URL.createObjectURL(chosen);
  if (tooBig) file.value = "";
  else text.focus();
}

function unpick() {
  file.value = "";
  byId("picked").hidden = true;
  URL.revokeObjectURL(byId("preview").src);
}

function enlarge() {
  const near = isNearEnd();
  const reading = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
  const before = reading.getBoundingClientRect().top;
  const large = document.documentElement.classList.toggle("large");
  if (near) toEnd("auto");
  else scrollBy(0, reading.getBoundingClientRect().top - before);
  byId("large").setAttribute("aria-pressed", String(large));
  document.cookie = `hoidap_large=${large ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
}

// ---- All together

const outbox = new Outbox(showOutbox);
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
byId("choose").addEventListener("submit", (event) => {
  event.preventDefault();
  press(event.submitter);
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
text.addEventListener("input", grow);
file.addEventListener("change", pick);
byId("unpick").addEventListener("click", unpick);
byId("large").addEventListener("click", enlarge);
byId("older").addEventListener("click", older);
byId("newest").addEventListener("click", () => {
  byId("newest").hidden = true;
  toEnd();
});
addEventListener("scroll", () => isNearEnd() && (byId("newest").hidden = true), { passive: true });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && badge(0));

settleChoices();
for (const one of log.querySelectorAll("[data-client]")) outbox.arrived(one.dataset.client);
showOutbox(outbox.items);
outbox.flush();
if (lastId()) toEnd("auto");
new Live({
  address: () => `/stream?after=${lastId()}`,
  events: { message: show, ticket: showTicket },
  ask: refresh,
  line: showLine,
});
