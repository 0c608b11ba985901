// One message as nodes: the same as templates/message.html makes (tests/e2e compares the two).
import { icon, link, node } from "./nodes.js";

const spans = (parts) => parts.map((part) => (part.href ? link(part.href, part.text) : part.text));

const lines = (all) => all.flatMap((line, at) => (at ? [node("br"), ...spans(line)] : spans(line)));

const BLOCKS = {
  title: (one) => node("h3", { class: "title" }, spans(one.line)),
  h: (one) => node("h4", {}, spans(one.line)),
  ul: (one) => node("ul", {}, one.items.map((item) => node("li", {}, spans(item)))),
  ol: (one) => node("ol", { start: one.start }, one.items.map((item) => node("li", {}, spans(item)))),
  facts: (one) => node("dl", {}, one.items.flatMap((item) => [node("dt", {}, item.label), node("dd", {}, spans(item.value))])),
};

export function block(one) {
  const known = BLOCKS[one.kind];
  if (known) return known(one);
  return node("p", { class: one.kind === "p" ? null : one.kind }, lines(one.lines));
}

function media(one) {
  if (!one.href) return node("p", { class: "file" }, one.name);
  const attributes = { href: one.href, target: "_blank", rel: "noopener" };
  if (one.kind !== "photo") return node("a", { class: "file", ...attributes }, one.name);
  return node("a", { class: "photo", ...attributes }, node("img", { src: one.href, alt: one.name, loading: "lazy" }));
}

function who(message) {
  if (message.author === "bot") return node("p", { class: "who" }, icon("lotus"), "Trả lời tự động");
  if (message.author === "resident") return node("p", { class: "unseen" }, "Anh/chị viết:");
  return node("p", { class: "who" }, icon("officer"), message.name, node("span", { class: "badge" }, "Cán bộ trả lời"));
}

function choices(message) {
  if (!message.choices.length) return null;
  const button = (choice) =>
    node("button", { type: "submit", form: "choose", name: "choice", value: `${message.id}/${choice.id}` }, choice.label);
  return node("ol", { class: "choices" }, message.choices.map((choice) => node("li", {}, button(choice))));
}

function links(message) {
  if (!message.links.length) return null;
  return node("ul", { class: "links" }, message.links.map((one) => node("li", {}, link(one.url, one.title))));
}

export function bubble(message) {
  return node("div", { class: "bubble" }, message.media.map(media), message.blocks.map(block), links(message));
}

export function stamp(message) {
  const time = node("time", { datetime: message.at }, message.time);
  return node("p", { class: "stamp" }, time, message.edited ? " · đã sửa" : "");
}

export function article(message, { withChoices = true } = {}) {
  const attributes = {
    class: `message ${message.author}`,
    "data-id": message.id,
    "data-edited": message.edited || "",
    "data-day": message.day,
    "data-client": message.client_id,
  };
  const shown = withChoices ? choices(message) : null;
  return node("article", attributes, who(message), bubble(message), stamp(message), shown);
}
