// Slides are the articles of a list, one list for each language; the player shows one of them. A slide has halts: where
// it waits for the room's guess, and its end. `forward` goes to the next halt, then to the next slide.

const player = document.querySelector(".player"), help = document.querySelector(".help");
const words = JSON.parse(document.querySelector("#words").textContent);
const decks = [...document.querySelectorAll("main.list")].map(list => ({
  list,
  language: list.lang,
  slides: [...list.querySelectorAll(".slide")].map(article => ({
    id: article.id,
    name: article.id.slice(list.lang.length),
    video: article.dataset.video,
    halts: article.dataset.halts.split(" ").map(Number),
    link: article.querySelector("a"),
    picture: article.querySelector("img"),
    words: [...article.querySelectorAll(".words p")],
  })),
}));
const stage = new Stage(player.querySelector(".stage"));
let deck = decks[0], at = 0, halt = 0, plays = false, isFresh = true, idle = 0;

const $ = selector => player.querySelector(selector);
const slide = () => deck.slides[at];
const nextDeck = () => decks[(decks.indexOf(deck) + 1) % decks.length];
const last = index => deck.slides[index].halts.length - 1;
const wantsCalm = () => !("calm" in document.body.dataset) && matchMedia("(prefers-reduced-motion: reduce)").matches;

// Show a slide: how it comes to a halt, or how it stands there.
async function go(index, to, moves) {
  at = Math.max(0, Math.min(deck.slides.length - 1, index));
  halt = to;
  plays = moves;
  const wanted = slide();
  openPlayer();
  tell();
  try {
    if (!await stage.show(wanted, plays ? wanted.halts[halt - 1] ?? 0 : wanted.halts[halt])) return;
    if (plays && !await stage.play(wanted.halts[halt], halt === last(at))) return;
  } catch {
    if (wanted !== slide()) return;
    stage.showStill(wanted);
    halt = last(at);
  }
  plays = false;
  tell();
  if (at + 1 < deck.slides.length) stage.prepare(deck.slides[at + 1]);
}

const does = {
  forward() {
    isFresh = false;
    if (player.classList.contains("dark")) does.dark();
    else if (plays) go(at, halt, false);
    else if (halt < last(at)) go(at, halt + 1, !wantsCalm());
    else if (at + 1 < deck.slides.length) go(at + 1, 0, !wantsCalm());
  },
  back() {
    isFresh = false;
    if (at > 0) go(at - 1, last(at - 1), false);
    else go(0, 0, !wantsCalm());
  },
  again() { go(at, 0, true); },
  first() { go(0, 0, !wantsCalm()); },
  last() { go(deck.slides.length - 1, last(deck.slides.length - 1), false); },
  overview() { if (player.hidden) go(at, halt, false); else closePlayer(); },
  language() {
    use(nextDeck());
    if (player.hidden) history.replaceState(null, "", `#${deck.language}`);
    else go(at, halt, plays);
  },
  notes() {
    $(".notes").hidden = !$(".notes").hidden;
    $("[data-do=notes]").ariaPressed = String(!$(".notes").hidden);
  },
  speaker() {
    const isOpen = speaker.open(words[deck.language].speaker);
    tell();
    if (!isOpen) $(".hint").textContent = words[deck.language].blocked;
  },
  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  },
  help() {
    if (help.open) help.close();
    else help.showModal();
    help.scrollTop = 0;  // where there is little room, the button at its end has the focus
  },
  dark() { player.classList.toggle("dark"); },
};
const speaker = new Speaker(keys, does);

function openPlayer() {
  history.replaceState(null, "", `#${slide().id}`);
  player.classList.remove("dark");
  if (!player.hidden) return;
  player.hidden = false;
  document.body.classList.add("shown");
  player.focus({preventScroll: true});
}

function closePlayer() {
  stage.stop();
  plays = false;
  player.hidden = true;
  document.body.classList.remove("shown");
  if (document.fullscreenElement) document.exitFullscreen();
  history.replaceState(null, "", `#${deck.language}`);
  for (const one of deck.slides) one.link.ariaCurrent = String(one === slide());
  slide().link.focus();
  slide().link.scrollIntoView({block: "center"});
}

// The same place in another language.
function use(other) {
  const name = slide().name, same = other.slides.findIndex(one => one.name === name);
  deck = other;
  for (const one of decks) one.list.hidden = one !== deck;
  at = same >= 0 ? same : Math.min(at, deck.slides.length - 1);
  halt = Math.min(halt, last(at));
  label();
}

function label() {
  const said = words[deck.language], next = nextDeck();
  document.documentElement.lang = deck.language;
  document.title = $("h1").textContent = deck.list.dataset.title;
  for (const one of document.querySelectorAll("[data-label]")) one.ariaLabel = said[one.dataset.label];
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = said[one.dataset.text];
  for (const one of document.querySelectorAll("[data-key]")) {
    one.title = `${said[one.dataset.label ?? "language"]} (${one.dataset.key})`;
  }
  for (const one of document.querySelectorAll(".switch")) {
    one.textContent = next.list.dataset.name;
    one.lang = next.language;
  }
}

// Before the first step, how to take it; where it waits for the room, that it does.
function hint(waits, said) {
  if (waits || !isFresh) return waits ? said.waits : "";
  return matchMedia("(hover: none)").matches ? said.hint_touch : said.hint;
}

// What is written beside the picture, for eyes, ears and the speaker.
function tell() {
  const now = slide(), place = `${at + 1} / ${deck.slides.length}`, waits = !plays && halt < last(at);
  player.classList.toggle("waits", waits);
  player.classList.toggle("stands", !plays && (waits || at + 1 < deck.slides.length));
  player.classList.toggle("fresh", isFresh);
  stage.element.ariaLabel = now.picture.alt;
  $(".place").textContent = place;
  $(".hint").textContent = hint(waits, words[deck.language]);
  if (now !== tell.slide) $(".notes").replaceChildren(...now.words.map(one => one.cloneNode(true)));
  tell.slide = now;
  speaker.tell(now, halt < last(at) || plays ? now : deck.slides[at + 1], place, waits, words[deck.language], deck.language);
}

// Once a picture: the sentence that is in the film now, the thread, and what the speaker sees.
function watch() {
  requestAnimationFrame(watch);
  if (player.hidden) return;
  const now = slide(), time = stage.time(now) ?? (plays ? 0 : now.halts[halt]);
  const line = now.words.filter(one => Number(one.dataset.from) <= time + 0.001).at(-1)?.textContent ?? "";
  if (line !== watch.line) $(".said").textContent = watch.line = line;
  $(".thread span").style.width = `${100 * (at + Math.min(1, time / now.halts.at(-1))) / deck.slides.length}%`;
  speaker.draw(stage.upper ?? now.picture);
}

const KEYS = {
  ArrowRight: "forward", ArrowDown: "forward", PageDown: "forward", " ": "forward", Enter: "forward",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back", Home: "first", End: "last",
  r: "again", o: "overview", Escape: "overview", n: "notes", s: "speaker", l: "language", f: "full", b: "dark",
  ".": "dark", "?": "help", h: "help",
};
const EVERYWHERE = ["overview", "language", "help"];
// The same places on a keyboard with other letters.
const LETTERS = {KeyR: "r", KeyO: "o", KeyN: "n", KeyS: "s", KeyL: "l", KeyF: "f", KeyB: "b", KeyH: "h"};

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || (help.open && event.view === window)) return;
  const isLatin = /^[\x20-\x7e]$/.test(event.key);
  const key = event.key.length > 1 || isLatin ? event.key : LETTERS[event.code];
  const wish = KEYS[key] ?? KEYS[key?.toLowerCase()];
  if (wish === "help" && event.view !== window) return; // it would lie over the room's picture
  if (!wish || (player.hidden && !EVERYWHERE.includes(wish))) return;
  const on = event.target.closest?.("button, a") ? ["Enter", " "] : [];
  const reads = event.target.closest?.(".notes, .text") ? ["ArrowUp", "ArrowDown"] : [];
  if ([...on, ...reads].includes(key)) return;
  event.preventDefault();
  does[wish]();
}

// What the address names: a slide, or a language's overview. False if it names nothing that is here.
function follow() {
  const id = location.hash.slice(1);
  const named = decks.find(one => one.language === id || one.slides.some(other => other.id === id));
  if (!named) return false;
  const index = named.slides.findIndex(one => one.id === id);
  if (named !== deck) use(named);
  if (index >= 0) go(index, 0, !wantsCalm());
  else if (!player.hidden) closePlayer();
  return true;
}

function wake() {
  document.body.classList.remove("still-hand");
  clearTimeout(idle);
  idle = setTimeout(() => document.body.classList.add("still-hand"), 2500);
}

document.addEventListener("keydown", keys);
document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  does[button.dataset.do]();
  if (event.detail > 0) button.blur();  // a hand, no keyboard: the space bar goes on
});
let from = null;
player.addEventListener("pointerdown", event => {
  from = event.button === 0 && !event.target.closest(".bar, .notes") ? event : null;
});
player.addEventListener("pointercancel", () => { from = null; });
player.addEventListener("pointerup", event => {
  if (!from) return;
  const across = event.clientX - from.clientX, down = event.clientY - from.clientY;
  from = null;
  if (Math.abs(across) > 40 && Math.abs(across) > Math.abs(down)) does[across < 0 ? "forward" : "back"]();
  else if (Math.hypot(across, down) >= 12) return;
  else if (event.pointerType !== "mouse" && event.clientX < innerWidth / 3) does.back();
  else does.forward();  // a click of a mouse goes on wherever it is
});
addEventListener("pointermove", wake);
addEventListener("pointerdown", event => { if (event.pointerType !== "mouse") wake(); });
addEventListener("hashchange", follow);

$("[data-do=notes]").ariaPressed = "false";
$("[data-do=full]").hidden = !document.fullscreenEnabled;
label();
wake();
if (!follow()) go(0, 0, !wantsCalm());
watch();
