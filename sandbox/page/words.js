// How the text of a message looks: entities become elements.
// Text only ever becomes text nodes: nothing is parsed as HTML.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(className, text, onClick) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

export function linkTo(url, parts) {
  const link = element("a");
  if (/^https?:/i.test(url)) link.href = url;
  link.rel = "noreferrer noopener";
  link.target = "_blank";
  link.append(...parts);
  return link;
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

// Entities nest; their offsets count UTF-16 units, as JavaScript does.
// `hands` does what a tap asks for: say(text) and tell(text).
export function words(text, entities, hands, from = 0, to = text.length) {
  const parts = [];
  let at = from;
  let left = entities;
  while (left.length) {
    const [outer, ...rest] = left;
    const end = outer.offset + outer.length;
    const inner = rest.filter((one) => one.offset < end);
    left = rest.slice(inner.length);
    if (outer.offset > at) parts.push(text.slice(at, outer.offset));
    const within = words(text, inner, hands, outer.offset, end);
    parts.push(marked(outer, text.slice(outer.offset, end), within, hands));
    at = end;
  }
  if (at < to) parts.push(text.slice(at, to));
  return parts;
}

function marked(entity, plain, parts, hands) {
  switch (entity.type) {
    case "code": return copy(plain, "copy", hands);
    case "pre": return copy(plain, "copy block", hands);
    case "text_link": return linkTo(entity.url, parts);
    case "url": return linkTo(plain, parts);
    case "bot_command": return button("link", plain, () => hands.say(plain));
    case "spoiler": return spoiler(parts);
  }
  const made = element(TAGS[entity.type] ?? "span");
  made.append(...parts);
  return made;
}

function copy(plain, className, hands) {
  const key = button(className, plain, async () => {
    await navigator.clipboard.writeText(plain);
    hands.tell("Copied / 已复制");
  });
  key.title = "Copy / 复制";
  return key;
}

function spoiler(parts) {
  const key = button("spoiler", "", () => key.classList.add("open"));
  key.append(...parts);
  return key;
}
