// Building nodes from data. Content only ever becomes text nodes and attributes, never markup.

export function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child != null && child !== ""));
  return made;
}

export const icon = (name) => node("span", { class: `icon ${name}`, "aria-hidden": "true" });

export function link(href, text, attributes = {}) {
  return node("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, text);
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function postJson(url, data) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(data) });
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, wait: Number(response.headers.get("Retry-After")) || 0, answer };
}
