// The desk: what the two streams send becomes the state, the state becomes the
// page. Text is put in as text.
const $ = (id) => document.getElementById(id);
const state = { list: [], roster: [], id: "", view: null };
let stream = null;
let seen = ""; // the customer's message that they were last told was read

const email = () => $("agent").value || "nobody yet";
const agent = () => ({ Email: email(), Name: $("agent").selectedOptions[0]?.textContent || "" });

function element(tag, props, ...children) {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...children);
  return e;
}

function entry(c) {
  const name = c.Context.DisplayName || "A customer";
  const button = element("button", { type: "button", onclick: () => open(c.ID) },
    name, element("small", {}, c.Preview || c.State));
  button.setAttribute("aria-current", c.ID === state.id);
  return element("li", {}, button);
}

function showList() {
  const waiting = state.list.filter((c) => c.State === "open");
  const offered = state.list.filter((c) => c.State === "offered" && c.Owner === email());
  const parked = (c) => c.State === "waiting" && c.LastOwner === email();
  const mine = state.list.filter((c) => (c.Owner === email() && c.State !== "offered") || parked(c));
  $("offered-title").hidden = !offered.length;
  $("offered").replaceChildren(...offered.map(entry));
  $("waiting").replaceChildren(...waiting.map(entry));
  $("mine").replaceChildren(...mine.map(entry));
  $("others").replaceChildren(...state.list.filter((c) => ![waiting, mine, offered].some((l) => l.includes(c))).map(entry));
  $("waiting-count").textContent = waiting.length ? `(${waiting.length})` : "";
}

function item(m) {
  const out = m.Direction === "out";
  const who = m.Author.Name || (out ? "We" : "Customer");
  const time = new Date(m.SentAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const status = out ? ` · ${m.Status}${m.Reason ? `: ${m.Reason}` : ""}` : "";
  const what = m.Text || (m.Sent?.Cards || []).map((c) => c.Title).join(" · ") || m.Media?.Reason ||
    { file: "sent a picture", wantsPerson: "asks for a person", survey: "answered the survey", choice: m.Postback }[m.Kind] ||
    "something that Frontdesk does not know yet";
  const picture = m.Media?.Status === "stored"
    ? [element("img", { src: `files/${m.Media.Object}`, alt: "A picture from the customer", width: m.Media.Width, height: m.Media.Height })]
    : [];
  const chips = (m.Sent?.Choices || []).map((c) => c.Label).filter(Boolean).join(" · ");
  return element("li", { className: out ? "out" : "" },
    ...picture,
    element("p", {}, what),
    ...(chips ? [element("small", {}, `Choices: ${chips} `)] : []),
    element("small", { className: m.Status === "failed" ? "failed" : "" }, `${who} · ${time}${status}`));
}

function showConversation() {
  const view = state.view;
  document.querySelector("main").classList.toggle("open", Boolean(view));
  $("conversation").hidden = !view;
  $("empty").hidden = Boolean(view);
  if (!view) return;
  const c = view.Conversation;
  $("customer").textContent = c.Context.DisplayName || "A customer";
  $("state").textContent = c.OwnerName ? `${c.State}, ${c.OwnerName}` : c.State;
  const own = c.Owner === email();
  const shown = {
    accept: own && c.State === "offered", decline: own && c.State === "offered", pick: c.State === "open",
    park: own && c.State === "active", release: own && c.State === "active", end: own && c.State === "active",
    revive: c.State === "waiting" && c.LastOwner === email(), close: own && c.State === "wrap-up",
  };
  for (const [id, show] of Object.entries(shown)) $(id).hidden = !show;
  showEvents(view.Events || []);
  const known = new Set((view.Messages || []).map((m) => m.ID));
  const waiting = (view.Replies || []).filter((r) => !known.has(r.ID))
    .filter((r) => !["typing", "read", "joined", "left", "survey"].includes(r.Kind))
    .map((r) => ({ Direction: "out", Text: r.Text, Author: r.Author, Status: r.Status, Reason: r.Reason, SentAt: r.CreatedAt }));
  const log = $("messages");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.replaceChildren(...[...(view.Messages || []), ...waiting].map(item));
  if (atEnd) log.scrollTop = log.scrollHeight;
  const newest = (view.Messages || []).findLast((m) => m.Direction === "in" && m.ProviderID && m.Kind === "text");
  if (newest && c.Owner === email() && seen !== newest.ProviderID && !document.hidden) {
    seen = newest.ProviderID;
    post("read", { message: seen });
  }
  showTyping();
}

function showEvents(events) {
  $("why").hidden = !events.length;
  $("events").replaceChildren(...events.map((e) => {
    const at = new Date(e.At).toLocaleTimeString();
    return element("li", {}, `${at} · ${e.From} → ${e.To}: ${e.Cause} (${e.Actor})`,
      element("pre", {}, (e.Trace || []).join("\n")));
  }));
}

function showTyping() {
  const until = state.view ? new Date(state.view.Conversation.TypingUntil) : 0;
  $("typing").textContent = until > new Date() ? `${$("customer").textContent} is typing …` : "";
}
setInterval(showTyping, 1000);

function open(id) {
  stream?.close();
  state.id = id;
  state.view = null;
  showList();
  if (!id) return showConversation();
  stream = new EventSource(`conversations/${encodeURIComponent(id)}`);
  stream.onmessage = (e) => {
    state.view = JSON.parse(e.data);
    showConversation();
  };
}

async function post(path, body) {
  $("problem").textContent = "";
  try {
    const answer = await fetch(path === "presence" ? path : `conversations/${encodeURIComponent(state.id)}/${path}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ agent: agent(), ...body }),
    });
    if (answer.ok) return true;
    $("problem").textContent = await answer.text();
  } catch {
    $("problem").textContent = "The emulator does not answer. Is it still running?";
  }
  return false;
}

$("composer").onsubmit = async (e) => {
  e.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  const id = crypto.randomUUID();
  $("text").value = "";
  if (!(await post("replies", { id, text }))) $("text").value = text;
};
$("text").onkeydown = (e) => {
  if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
    $("composer").requestSubmit();
  }
};
let told = 0; // when the customer was last told that the agent types
$("text").oninput = () => {
  if (!$("text").value || Date.now() - told < 5000) return;
  told = Date.now();
  post("typing", {});
};
for (const kind of ["accept", "decline", "pick", "park", "revive", "release", "end", "close"]) {
  $(kind).onclick = () => post("actions", { kind });
}
$("back").onclick = () => open("");
const come = () => $("agent").value && post("presence", { presence: $("presence").value });
$("agent").onchange = () => { showList(); showConversation(); showRoster(); come(); };
$("presence").onchange = come;
setInterval(() => $("agent").value && $("presence").value !== "offline" && post("presence", {}), 60_000);

function showRoster() {
  const chosen = email();
  const names = state.roster.filter((a) => a.Role).map((a) =>
    element("option", { value: a.Email, selected: a.Email === chosen }, a.DisplayName || a.Email));
  if ($("agent").children.length !== names.length) $("agent").replaceChildren(...names);
  const me = state.roster.find((a) => a.Email === email());
  if (!me) return;
  $("load").textContent = `${me.Used} of ${me.Capacity} used${me.AwayBy ? ` · ${me.AwayBy}` : ""}`;
  if (me.AwayBy) $("presence").value = me.Presence;
}

const roster = new EventSource("agents");
roster.onmessage = (e) => {
  const first = !state.roster.length;
  state.roster = JSON.parse(e.data) || [];
  showRoster();
  if (first) come();
  showList();
};

const list = new EventSource("conversations");
list.onmessage = (e) => {
  state.list = JSON.parse(e.data) || [];
  showList();
};
