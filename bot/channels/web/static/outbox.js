// Messages that the server does not have yet: kept on the phone, sent in order, each under one id so that a repeat
// has one effect. What it has stays in view until the conversation shows it.
import { newId, postJson } from "./nodes.js";

const KEY = "hoidap.outbox";
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;

export class Outbox {
  constructor(changed) {
    this.changed = changed; // told when an item's state changes
    this.items = this.read();
    this.files = new Map(); // a file is not kept over a reload
    this.pause = FIRST_WAIT;
    addEventListener("online", () => this.flush());
  }

  read() {
    try {
      const items = JSON.parse(localStorage.getItem(KEY)) || [];
      return Array.isArray(items) ? items : [];
    } catch {
      return [];
    }
  }

  write() {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.items.filter((item) => item.state !== "sent" && !item.file)));
    } catch {
      // A full or forbidden storage costs only the memory over a reload.
    }
    this.changed(this.items);
  }

  add(item, file = null) {
    const added = { ...item, client_id: newId(), at: new Date().toISOString(), state: "sending", file: file?.name || null };
    if (file) this.files.set(added.client_id, file);
    this.items.push(added);
    this.write();
    this.flush();
    return added;
  }

  // The conversation shows the message: it is home.
  arrived(clientId) {
    if (this.items.some((item) => item.client_id === clientId)) this.drop(clientId);
  }

  // The conversation shows a pressed button, which has no id of ours: the first of our presses.
  pressArrived() {
    const item = this.items.find((one) => one.choice && !one.shown);
    if (!item) return;
    item.shown = true;
    if (item.state === "sent") this.drop(item.client_id);
    else this.changed(this.items);
  }

  drop(clientId) {
    this.items = this.items.filter((item) => item.client_id !== clientId);
    this.files.delete(clientId);
    this.write();
  }

  again(clientId) {
    this.mark(clientId, "sending");
    this.flush();
  }

  mark(clientId, state, why = "") {
    const item = this.items.find((one) => one.client_id === clientId);
    if (!item) return;
    Object.assign(item, { state, why });
    if (state === "sent" && item.shown) this.drop(clientId);
    else this.write();
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      let next;
      while ((next = this.items.find((item) => item.state === "sending"))) await this.one(next);
      this.pause = FIRST_WAIT;
    } catch (later) {
      this.timer = setTimeout(() => this.flush(), Math.max(later.wait || 0, this.pause));
      this.pause = Math.min(this.pause * 2, LONGEST_WAIT);
    } finally {
      this.busy = false;
    }
  }

  // Sent, refused for good, or (by throwing) to be tried again.
  async one(item) {
    const { ok, status, wait, answer } = await this.post(item);
    if (ok && answer.repeat && item.choice) this.drop(item.client_id);
    else if (ok) this.mark(item.client_id, "sent");
    else if (status === 429 || status >= 500) throw { wait: wait * 1000 };
    else this.mark(item.client_id, "failed", answer.error || "Chưa gửi được.");
  }

  post(item) {
    const file = this.files.get(item.client_id);
    if (!file) return postJson("/api/messages", item);
    const form = new FormData();
    form.append("client_id", item.client_id);
    form.append("text", item.text || "");
    form.append("file", file);
    return fetch("/api/messages", { method: "POST", body: form }).then(async (response) => ({
      ok: response.ok,
      status: response.status,
      wait: Number(response.headers.get("Retry-After")) || 0,
      answer: await response.json().catch(() => ({})),
    }));
  }
}
