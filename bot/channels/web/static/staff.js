// The staff room, live: the list, the open ticket, and what the officer does.
import { Live } from "./live.js";
import { article, block } from "./message.js";
import { newId, node, postJson } from "./nodes.js";

const TOAST = 10_000;
const SHORT_TOAST = 3_000;
const SETTLE = [250, 1_000, 3_000];

const byId = (id) => document.getElementById(id);
const title = document.title;
const text = byId("text");
const drafts = new Map();
let tab = "waiting";
let code = "";
let opened = null;
let correcting = null; // the answer that is being put right
let follows = false; // whoever has just written wants to see it
let listed = "";
let drift = 0; // the server's clock less this one's

// ---- Asking the server

async function get(url) {
  const response = await fetch(url);
  if (response.status === 401) location.reload();
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

const acts = new Set(); // ids of this page's own acts: their toasts are for this officer only

async function post(path, data) {
  const client_id = newId();
  acts.add(client_id);
  try {
    const { ok, answer } = await postJson(path, { client_id, ...data });
    if (!ok) toast(answer.error || "Chưa gửi được, xin thử lại.");
    else SETTLE.forEach((after) => setTimeout(refresh, after));
    return ok;
  } catch {
    toast("Mất mạng nên chưa gửi được. Xin thử lại khi có mạng.");
    return false;
  }
}

const ofTicket = (what) => `/staff/api/tickets/${code}/${what}`;

let refreshing = null;
async function refresh() {
  // One look at a time; a wish for another look while looking is granted afterwards.
  if (refreshing) return (refreshing.again = true);
  refreshing = { again: false };
  try {
    await Promise.all([showList(), code ? showTicket() : null]);
  } finally {
    const { again } = refreshing;
    refreshing = null;
    if (again) refresh();
  }
}

// ---- The list

async function showList() {
  const { counts, tickets, notices, now } = await get(`/staff/api/tickets?tab=${tab}`);
  showNotices(notices);
  drift = Date.parse(now) - Date.now();
  for (const button of document.querySelectorAll("[data-tab]")) {
    const count = counts[button.dataset.tab];
    button.querySelector(".count").textContent = count && button.dataset.tab !== "closed" ? count : "";
  }
  document.title = counts.waiting ? `(${counts.waiting}) ${title}` : title;
  const state = JSON.stringify([tab, code, tickets, Math.floor(Date.now() / 60_000)]);
  if (state === listed) return;
  listed = state;
  const focused = document.activeElement?.dataset?.code;
  const late = tickets.filter(isLate).length;
  const warning = late ? [node("p", { class: "late" }, `${late} phiếu đã quá hạn trả lời`)] : [];
  byId("list").replaceChildren(...warning, ...(tickets.length ? tickets.map(item) : [nobody()]));
  if (focused) byId("list").querySelector(`[data-code="${focused}"]`)?.focus();
}

const SEEN = "hoidap.notices";

function showNotices(notices) {
  const seen = Number(localStorage.getItem(SEEN)) || 0;
  const fresh = notices.filter((one) => one.id > seen);
  const state = fresh.map((one) => one.id).join();
  const place = byId("notices");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.hidden = !fresh.length;
  const done = node("button", { type: "button", class: "quiet" }, "Đã xem");
  done.addEventListener("click", () => {
    localStorage.setItem(SEEN, fresh[0].id);
    showNotices(notices);
  });
  place.replaceChildren(...fresh.map((one) => node("p", {}, `${one.time} ${shortDay(one)}: ${one.text}`)), done);
}

function nobody() {
  const words = { waiting: "Không có ai đang chờ.", answered: "Chưa có phiếu nào đã trả lời.", closed: "Chưa có phiếu nào đã đóng." };
  return node("p", { class: "fine" }, words[tab]);
}

function item(ticket) {
  const attributes = { class: `item ${ticket.state}`, href: `#${ticket.code}`, "data-code": ticket.code, "aria-current": String(ticket.code === code) };
  const holder = ticket.claimed_name ? `${ticket.claimed_name} nhận` : ticket.state === "open" ? "Chưa ai nhận" : "";
  return node(
    "a",
    attributes,
    node("span", { class: "line" }, node("b", {}, `#${ticket.code}`), node("span", { class: "tag" }, ticket.channel), when(ticket)),
    node("span", { class: "words" }, ticket.last.author === "resident" ? ticket.last.text : ticket.question),
    node("span", { class: "line" }, holder, ticket.due ? node("span", { class: "wait" }, `hạn ${ticket.due.time} ${shortDay(ticket.due)}`) : null),
  );
}

function when(ticket) {
  const done = ticket.state === "closed" ? ticket.closed : ticket.state === "answered" ? ticket.answered : null;
  if (done) return node("span", { class: "wait" }, `${done.time} ${shortDay(done)}`);
  const minutes = Math.max(0, Math.floor((Date.now() + drift - Date.parse(ticket.waiting_since)) / 60_000));
  const late = isLate(ticket);
  return node("span", { class: late ? "wait long" : "wait" }, `${late ? "quá hạn, " : ""}chờ ${spell(minutes)}`);
}

const isLate = (ticket) => Boolean(ticket.due) && Date.now() + drift >= Date.parse(ticket.due.at);

const shortDay = (moment) => moment.day.split(", ")[1].slice(0, 5);

function spell(minutes) {
  if (minutes < 1) return "chưa đến 1 phút";
  if (minutes < 60) return `${minutes} phút`;
  if (minutes < 60 * 24) return `${Math.floor(minutes / 60)} giờ ${minutes % 60} phút`;
  return `${Math.floor(minutes / 60 / 24)} ngày`;
}

function choose(button) {
  tab = button.dataset.tab;
  for (const one of document.querySelectorAll("[data-tab]")) {
    const chosen = one === button;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
  }
  byId("list").setAttribute("aria-labelledby", button.id);
  refresh();
}

// ---- The open ticket

function open() {
  if (correcting) correct(null);
  if (code) drafts.set(code, text.value);
  code = decodeURIComponent(location.hash.slice(1)).toUpperCase();
  if (!/^[A-Z0-9]{1,8}$/.test(code)) code = "";
  document.body.classList.toggle("has-ticket", Boolean(code));
  opened = null;
  follows = false;
  byId("opened").hidden = true;
  document.querySelector(".nothing").hidden = Boolean(code);
  byId("timeline").replaceChildren();
  text.value = drafts.get(code) || "";
  refresh();
}

async function showTicket() {
  const asked = code;
  const state = await get(`/staff/api/tickets/${asked}`).catch((error) => (error.message === "404" ? null : Promise.reject(error)));
  if (asked !== code) return;
  if (state === null) return lostTicket();
  const first = opened === null;
  const scroll = document.querySelector(".scroll");
  byId("opened").hidden = false;
  const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 160;
  opened = state;
  showHead(state.ticket);
  showQuestion(state.ticket);
  showTimeline(state);
  // A new ticket is read from its question on, one that is being worked on from its latest words.
  if (first ? state.ticket.state !== "open" : near || follows) scroll.scrollTop = scroll.scrollHeight;
  if (first) byId("ticket").focus({ preventScroll: true });
}

function lostTicket() {
  toast(`Không có phiếu #${code}.`);
  location.hash = "";
}

const STATES = { open: "chưa ai nhận", claimed: "đang xử lý", answered: "đã trả lời", closed: "đã đóng" };

function showHead(ticket) {
  const holder = ticket.mine ? "anh/chị đang nhận" : `${ticket.claimed_name} đang nhận`;
  const state = ticket.state === "claimed" ? holder : STATES[ticket.state];
  byId("code").textContent = `Phiếu #${ticket.code}`;
  const parts = [ticket.user_name, ticket.channel, `${ticket.opened.time} ${shortDay(ticket.opened)}`, state];
  byId("about").textContent = [...parts, ticket.reachable ? "" : "người dân đã chặn bot"].filter(Boolean).join(" · ");
  const can = { claim: ["open", "answered"], close: ["open", "claimed", "answered"], reopen: ["closed"] };
  for (const button of document.querySelectorAll("[data-act]")) button.hidden = !can[button.dataset.act].includes(ticket.state);
  document.querySelector("[data-act=claim]").classList.toggle("quiet", ticket.state !== "open");
}

function showQuestion(ticket) {
  byId("question").textContent = ticket.question;
  const guesses = ticket.guesses.map((guess) =>
    node("div", { class: "guess" }, node("span", { class: "percent" }, `${guess.percent} %`), node("span", { class: "what" }, guess.name), sender(guess)),
  );
  if (byId("guesses").childElementCount !== guesses.length || byId("guesses").dataset.of !== ticket.code) {
    byId("guesses").replaceChildren(...guesses);
    byId("guesses").dataset.of = ticket.code;
  }
}

function sender(procedure) {
  const button = node("button", { type: "button", "aria-label": `Gửi hướng dẫn ${procedure.name}` }, "Gửi", node("span", { class: "rest" }, " hướng dẫn này"));
  button.addEventListener("click", () => sendProcedure(procedure));
  return button;
}

// Nodes that are there already stay, so that a screen reader reads only what is new.
function showTimeline({ timeline, more }) {
  const log = byId("timeline");
  const ids = new Set(timeline.map((one) => String(one.id)));
  for (const old of [...log.children]) if (!ids.has(old.dataset.id)) old.remove();
  timeline.forEach((one, at) => {
    const known = log.querySelector(`[data-id="${one.id}"]`);
    const pictures = one.media?.length || 0;
    if (known && known.dataset.edited === (one.edited || "") && known.pictures === pictures) return;
    const made = Object.assign(entry(one), { pictures });
    if (known) known.replaceWith(made);
    else log.insertBefore(made, log.children[at] || null);
  });
  byId("older").hidden = !more;
}

const HAPPENED = {
  claimed: "nhận phiếu",
  closed: "đóng phiếu",
  reopened: "mở lại phiếu",
  sent: "gửi hướng dẫn",
  corrected: "sửa câu trả lời",
  undeliverable: "Câu trả lời không tới được người dân",
  doubtful: "Chưa rõ câu trả lời đã tới người dân chưa",
  kept: "Câu trả lời được giữ lại đến khi người dân nhắn tin",
  window: "Sắp hết hạn trả lời người dân",
  due: "Sắp đến hạn trả lời",
  overdue: "Đã quá hạn trả lời",
};

function entry(one) {
  if (one.author) {
    const made = article(one, { withChoices: false });
    if (one.text) made.querySelector(".stamp").append(corrector(one));
    return made;
  }
  const attributes = { "data-id": one.id, "data-edited": "" };
  if (one.kind !== "note") {
    const words = [one.name, HAPPENED[one.kind] || one.kind, `· ${one.time}`].filter(Boolean).join(" ");
    return node("p", { class: "event", ...attributes }, words);
  }
  const who = node("p", { class: "who" }, `${one.name} · ghi chú nội bộ`);
  return node("article", { class: "note", ...attributes }, who, one.blocks.map(block), node("p", { class: "stamp" }, one.time));
}

function corrector(answer) {
  const button = node("button", { type: "button", class: "correct", "aria-label": `Sửa câu trả lời lúc ${answer.time}` }, "Sửa");
  button.addEventListener("click", () => correct(answer));
  return button;
}

async function older() {
  const first = [...byId("timeline").children].find((one) => /^\d+$/.test(one.dataset.id));
  const { timeline, more } = await get(`/staff/api/tickets/${code}?before=${first.dataset.id}`);
  const messages = timeline.filter((one) => one.author);
  opened.timeline = [...messages, ...opened.timeline];
  byId("timeline").prepend(...messages.map(entry));
  byId("older").hidden = !more;
}

// ---- Doing

const mode = () => document.querySelector("[name=mode]:checked").value;

// Write an answer anew; null: no more.
function correct(answer) {
  if (!correcting) drafts.set(code, text.value);
  correcting = answer;
  text.value = answer ? answer.text : drafts.get(code) || "";
  byId("correcting").hidden = !answer;
  document.querySelector(".mode").hidden = Boolean(answer);
  document.querySelector("[name=mode][value=reply]").checked = true;
  showMode();
  if (answer) text.focus();
}

function showMode() {
  const note = !correcting && (mode() === "note" || text.value.trimStart().startsWith("//"));
  byId("composer").classList.toggle("note-mode", note);
  byId("mode-hint").textContent = correcting ? "Người dân sẽ thấy câu trả lời đã sửa." : note ? "Chỉ cán bộ thấy. Người dân không nhận được." : "Người dân sẽ nhận tin này.";
  text.placeholder = note ? "Ghi chú cho đồng nghiệp…" : "Trả lời người dân…";
  document.querySelector("#composer .submit").textContent = correcting ? "Sửa" : note ? "Ghi" : "Gửi";
}

async function say() {
  const words = text.value.trim();
  if (!words) return text.focus();
  const button = document.querySelector("#composer .submit");
  button.disabled = true;
  const anew = correcting;
  const sent = await (anew ? post(ofTicket("correct"), { text: words, message: anew.id }) : post(ofTicket("say"), { text: words, mode: mode() }));
  button.disabled = false;
  if (!sent) return;
  if (anew) return correct(null);
  text.value = "";
  drafts.delete(code);
  follows = true;
  showMode();
}

function act(button) {
  post(ofTicket("act"), { act: button.dataset.act });
}

async function sendProcedure(procedure) {
  byId("search").close();
  const sure = await confirm(`Gửi hướng dẫn “${procedure.name}”?`, "Người dân sẽ nhận toàn bộ danh mục giấy tờ của thủ tục này.");
  if (sure) await post(ofTicket("send"), { procedure: procedure.id });
}

function confirm(question, consequence) {
  const dialog = byId("confirm");
  byId("confirm-title").textContent = question;
  byId("confirm-text").textContent = consequence;
  byId("confirm-ok").textContent = "Gửi";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true }));
}

let typing;
function search() {
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const words = byId("search-words").value.trim();
    const { procedures } = words ? await get(`/staff/api/procedures?q=${encodeURIComponent(words)}`) : { procedures: [] };
    if (words !== byId("search-words").value.trim()) return;
    const rows = procedures.map((one) =>
      node("div", { class: "procedure" }, node("div", {}, one.name, node("small", {}, one.field)), sender(one)),
    );
    byId("found").replaceChildren(...(rows.length || !words ? rows : [node("p", { class: "fine" }, "Không tìm thấy thủ tục nào.")]));
  }, 200);
}

async function invite() {
  byId("me").open = false;
  const { ok, answer } = await postJson("/staff/api/invites", {});
  if (!ok) return toast(answer.error);
  byId("invite-url").value = answer.url;
  byId("invited").showModal();
  byId("invite-url").select();
}

async function copy() {
  byId("invite-url").select();
  try {
    await navigator.clipboard.writeText(byId("invite-url").value);
  } catch {
    document.execCommand("copy"); // plain http has no clipboard API
  }
  byId("copy").textContent = "Đã chép ✓";
}

// The bot's words: in answer to an act, to whoever acted; about a ticket, to whoever has it open. The rest stands
// above the list until it is read.
function hear({ text: words, code: about, act }) {
  if (words && (act ? acts.has(act) : about === code)) toast(words, words.length < 40 ? SHORT_TOAST : TOAST);
}

function toast(words, stays = TOAST) {
  const close = node("button", { type: "button", "aria-label": "Đóng thông báo" }, "×");
  const made = node("div", { class: "toast" }, node("p", {}, words), close);
  close.addEventListener("click", () => made.remove());
  if (stays === SHORT_TOAST) for (const old of document.querySelectorAll(".toast.short")) old.remove();
  made.classList.toggle("short", stays === SHORT_TOAST);
  byId("toasts").append(made);
  setTimeout(() => made.remove(), stays);
}

function showLine(up) {
  const strip = byId("line");
  if (strip.hidden === up) return;
  strip.hidden = up;
  strip.textContent = up ? "" : "Mất mạng – đang nối lại…";
  if (up) refresh();
}

// ---- All together

for (const button of document.querySelectorAll("[data-tab]")) button.addEventListener("click", () => choose(button));
document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...document.querySelectorAll("[data-tab]")];
  const next = all[(all.findIndex((one) => one.dataset.tab === tab) + step + all.length) % all.length];
  next.focus();
  choose(next);
});
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => act(button));
for (const one of document.querySelectorAll("[name=mode]")) one.addEventListener("change", showMode);
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  say();
});
text.addEventListener("input", showMode);
byId("correct-not").addEventListener("click", () => correct(null));
text.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && correcting) correct(null);
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  say();
});
byId("older").addEventListener("click", older);
byId("search-open").addEventListener("click", () => {
  byId("search").showModal();
  byId("search-words").select();
});
byId("search-words").addEventListener("input", search);
byId("invite").addEventListener("click", invite);
byId("copy").addEventListener("click", copy);
byId("invited").addEventListener("close", () => (byId("copy").textContent = "Chép đường dẫn"));
addEventListener("hashchange", open);
setInterval(() => refresh().catch(() => {}), 30_000);

showMode();
open();
new Live({
  address: () => "/staff/stream",
  events: { changed: () => refresh(), word: hear },
  ask: refresh,
  line: showLine,
});
