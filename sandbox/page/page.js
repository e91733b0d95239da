// The page shows what /control/state says and sends what people do.

import { button, element, linkTo, words } from "./words.js";

const LANGUAGES = [["zh-hans", "简体中文"], ["zh-hant", "繁體中文"], ["en", "English"]];
const KINDS = {
  photo: "🖼 Photo / 照片", document: "📎 File / 文件", voice: "🎙 Voice / 语音", video: "🎬 Video / 视频",
  audio: "🎵 Sound / 音频", video_note: "⭕ Round video / 圆形视频", animation: "🎞 Animation / 动图",
  sticker: "Sticker / 贴纸", location: "📍 Location / 位置", contact: "👤 Contact / 联系人", dice: "🎲",
  poll: "📊 Poll / 投票", migrate_to_chat_id: "Became a supergroup", migrate_from_chat_id: "Became a supergroup",
};
const TOAST_MS = 3500;
const desk = document.getElementById("desk");
const panels = new Map();

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

class Panel {
  constructor(id, isGroup) {
    const copy = document.getElementById("phone").content.cloneNode(true);
    this.id = id;
    this.isGroup = isGroup;
    this.root = copy.querySelector(".phone");
    this.chat = copy.querySelector(".chat");
    this.box = copy.querySelector("textarea");
    this.menu = copy.querySelector(".menu");
    this.slash = copy.querySelector(".slash");
    this.choice = copy.querySelector(".choice select");
    this.items = new Map();
    this.editing = null;
    this.pressed = null;
    this.root.classList.toggle("group", isGroup);
    this.root.dataset[isGroup ? "group" : "person"] = id;
    this.listen();
    desk.append(copy);
  }

  find(selector) { return this.root.querySelector(selector); }
  get actor() { return this.isGroup ? Number(this.choice.value) : this.id; }
  get path() { return `/control/people/${this.actor}`; }
  get place() { return this.isGroup ? { chat_id: this.id } : {}; }

  listen() {
    this.find("form").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.box.addEventListener("keydown", (event) => this.typed(event));
    this.box.addEventListener("input", () => this.showMenu(this.box.value.startsWith("/")));
    this.slash.addEventListener("click", () => this.showMenu(this.menu.hidden, true));
    this.menu.addEventListener("keydown", (event) => this.walkMenu(event));
    this.choice.addEventListener("change", () => this.chosen());
    this.find(".attach select").addEventListener("change", (event) => this.attach(event.target));
    this.find(".attach input").addEventListener("change", (event) => this.sendChosen(event.target));
    this.find(".start").addEventListener("click", () => this.say("/start"));
    this.find(".unblock").addEventListener("click", () => this.act("POST", `${this.path}/block`, { on: false }));
  }

  async act(method, path, body) {
    try { return await call(method, path, body); } catch (error) { this.tell(error.message); }
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    if (event.key === "Escape") { this.showMenu(false); this.edit(null); }
    if (event.key === "ArrowDown" && !this.menu.hidden) { event.preventDefault(); this.menu.querySelector("button")?.focus(); }
  }

  submit() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.showMenu(false);
    if (this.editing === null) { this.say(text); return; }
    this.act("POST", `${this.path}/edit`, { message_id: this.editing, text, ...this.place });
    this.edit(null);
  }

  say(text) { return this.act("POST", `${this.path}/say`, { text, ...this.place }); }

  edit(message) {
    this.editing = message ? message.id : null;
    this.root.classList.toggle("editing", message !== null);
    if (message) { this.box.value = message.text; this.box.focus(); }
  }

  attach(select) {
    const kind = select.value;
    select.value = "";
    if (kind === "block") this.act("POST", `${this.path}/block`, { on: true });
    else if (kind === "choose") this.find(".attach input").click();
    else if (kind) this.act("POST", `${this.path}/send`, { kind });
  }

  async sendChosen(input) {
    const files = [...input.files];
    input.value = "";
    const album = files.length > 1 ? { album: String(Date.now()) } : {};
    for (const file of files) {
      const kind = file.type.startsWith("image/") ? "photo" : "document";
      const named = kind === "document" ? { name: file.name, mime: file.type || "application/octet-stream" } : {};
      await this.act("POST", `${this.path}/send`, { kind, data: await base64(file), ...named, ...album });
    }
  }

  chosen() {
    if (this.isGroup) this.redraw();
    else this.act("PATCH", this.path, { language_code: this.choice.value });
  }

  showMenu(open, focus = false) {
    const typed = this.box.value.startsWith("/") ? this.box.value.slice(1) : "";
    const fitting = this.commands.filter((one) => one.command.startsWith(typed));
    this.menu.replaceChildren(...fitting.map((one) => this.command(one)));
    if (!this.commands.length) this.menu.append(element("p", "", "No commands yet / 暂无命令"));
    this.menu.hidden = !open || (fitting.length === 0 && typed !== "");
    this.slash.setAttribute("aria-expanded", String(!this.menu.hidden));
    if (focus && !this.menu.hidden) this.menu.querySelector("button")?.focus();
  }

  command(one) {
    const item = element("li");
    const key = button("", "", () => { this.box.value = ""; this.showMenu(false); this.say(`/${one.command}`); this.box.focus(); });
    key.append(element("b", "", `/${one.command}`), element("span", "", one.description));
    item.append(key);
    return item;
  }

  walkMenu(event) {
    const keys = [...this.menu.querySelectorAll("button")];
    const at = keys.indexOf(document.activeElement);
    if (event.key === "Escape") { this.showMenu(false); this.box.focus(); }
    if (event.key === "ArrowDown") { event.preventDefault(); keys[(at + 1) % keys.length].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (at > 0 ? keys[at - 1] : this.box).focus(); }
  }

  tell(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { toast.hidden = true; }, TOAST_MS);
  }

  draw(shown, bot) {
    this.last = [shown, bot];
    const name = this.isGroup ? shown.title : shown.name;
    this.root.setAttribute("aria-label", this.isGroup ? `Group / 群: ${name}` : `Phone / 手机: ${name}`);
    this.find("h2").textContent = name;
    this.find(".face").textContent = [...name][0];
    this.chat.setAttribute("aria-label", `Messages / 消息: ${name}`);
    this.box.setAttribute("aria-label", `Message / 消息: ${name}`);
    this.isGroup ? this.drawGroup(shown) : this.drawPhone(shown, bot);
    this.drawMessages(shown.messages);
  }

  redraw() { this.items.clear(); this.chat.replaceChildren(); this.draw(...this.last); }

  drawGroup(shown) {
    this.find(".status").textContent = "Group / 群";
    this.find(".choice span").textContent = "Write as / 身份";
    this.options(shown.members.map((member) => [String(member.id), member.name]));
    this.commands = shown.members.find((member) => member.id === this.actor)?.menu ?? [];
    this.find(".attach").hidden = true;
  }

  drawPhone(shown, bot) {
    this.find(".status").textContent = `with / 对话 ${bot.name}`;
    this.find(".choice span").textContent = "Language / 语言";
    const known = LANGUAGES.some(([code]) => code === shown.language_code);
    this.options(known ? LANGUAGES : [...LANGUAGES, [shown.language_code, shown.language_code]]);
    this.choice.value = shown.language_code;
    this.chat.lang = this.find(".about").lang = this.box.lang = shown.language_code;
    this.commands = shown.menu;
    const idle = !shown.started || shown.blocked;
    this.find(".composer").hidden = idle;
    this.find(".start").hidden = shown.started || shown.blocked;
    this.find(".unblock").hidden = !shown.blocked;
    this.find(".typing").hidden = !shown.typing;
    this.find(".about").textContent = shown.about || "No messages here yet.\n这里还没有消息。";
    this.find(".about").hidden = shown.messages.length > 0;
    this.drawPress(shown.press);
  }

  drawPress(press) {
    if (!press || !press.answered || this.pressed === press.id) return;
    if (this.pressed !== null && press.answer) this.tell(press.answer);
    this.pressed = press.id;
    this.root.querySelectorAll(".waiting").forEach((key) => key.classList.remove("waiting"));
  }

  options(pairs) {
    const wanted = JSON.stringify(pairs);
    if (this.offered === wanted) return;
    this.offered = wanted;
    this.choice.replaceChildren(...pairs.map(([value, text]) => {
      const option = element("option", "", text);
      option.value = value;
      return option;
    }));
  }

  drawMessages(messages) {
    const near = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 80;
    const kept = new Set(messages.map((message) => message.id));
    for (const [id, item] of this.items) if (!kept.has(id)) { item.remove(); this.items.delete(id); }
    let fresh = false;
    for (const message of messages) fresh = this.drawMessage(message) || fresh;
    if (fresh && near) this.chat.scrollTop = this.chat.scrollHeight;
  }

  drawMessage(message) {
    const old = this.items.get(message.id);
    if (old && old.dataset.changed === String(message.changed)) return false;
    const item = this.message(message);
    item.dataset.changed = message.changed;
    if (old) old.replaceWith(item); else this.chat.append(item);
    this.items.set(message.id, item);
    return true;
  }

  message(message) {
    const mine = !message.by_bot && message.sender_id === this.actor;
    const item = element("li", mine ? "message mine" : "message");
    const bubble = element("div", "bubble");
    if (this.isGroup) bubble.append(element("p", "sender", message.sender));
    if (message.forwarded) bubble.append(element("p", "quote", "Forwarded / 转发"));
    if (message.reply_to) bubble.append(element("p", "quote", message.reply_to));
    if (message.kind !== "text") bubble.append(element("div", "kind", KINDS[message.kind]));
    const said = element("div", "words");
    said.append(...words(message.text, message.entities, this));
    bubble.append(said, this.meta(message, mine));
    item.append(bubble);
    if (message.buttons.length) item.append(this.keys(message));
    return item;
  }

  meta(message, mine) {
    const time = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    const meta = element("span", "meta");
    if (mine && message.kind === "text") meta.append(button("", "edit 编辑", () => this.edit(message)));
    meta.append(message.edited ? `edited 已编辑 ${time}` : time);
    return meta;
  }

  keys(message) {
    const keys = element("div", "keys");
    for (const row of message.buttons) {
      const line = element("div");
      for (const one of row) line.append(one.url ? linkTo(one.url, [one.text]) : this.key(message, one));
      keys.append(line);
    }
    return keys;
  }

  key(message, one) {
    const key = button("", one.text, () => {
      key.classList.add("waiting");
      this.pressed ??= "";
      this.act("POST", `${this.path}/press`, { button: one.data, message_id: message.id, ...this.place });
    });
    return key;
  }

}

function panelFor(key, isGroup) {
  if (!panels.has(key)) panels.set(key, new Panel(key, isGroup));
  return panels.get(key);
}

let busy = false;
let again = false;

async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  do {
    again = false;
    const state = await call("GET", "/control/state");
    document.getElementById("bot-name").textContent = state.bot.name;
    for (const phone of state.phones) panelFor(phone.id, false).draw(phone, state.bot);
    for (const group of state.groups) panelFor(group.id, true).draw(group, state.bot);
    if (state.phones.some((phone) => phone.typing)) setTimeout(refresh, 1500);
  } while (again);
  busy = false;
}

const events = new EventSource("/control/events");
const lost = document.getElementById("lost");
events.onmessage = () => { refresh().catch((error) => { busy = false; console.error(error); }); };
events.onopen = () => { lost.hidden = true; };
events.onerror = () => { lost.hidden = false; };
