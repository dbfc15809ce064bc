"use strict";
// Slides are the articles of the list; the player shows one of them. Videos that lie inside the page are text until
// they are wanted. `forward` goes to the next stop of a slide, then to its end, then to the next slide.

const lists = [...document.querySelectorAll("main.list")];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let deck, slides, player, videos, at = -1, seen = null, order = 0, speaker = null, idle = 0;
const began = Date.now();

const $ = (selector, within = deck) => within.querySelector(selector);
const stops = slide => slide.dataset.stops.split(" ").filter(Boolean).map(Number);
const end = slide => Number(slide.dataset.seconds) - Number(slide.dataset.frame) / 2;

function source(slide) {
  if (slide.dataset.video) return slide.dataset.video;
  if (!slide.blob) {
    const bytes = Uint8Array.from(atob($(".video", slide).textContent), one => one.charCodeAt(0));
    slide.blob = URL.createObjectURL(new Blob([bytes], {type: "video/mp4"}));
  }
  return slide.blob;
}

function use(list, hidden = true) {
  if (player) { for (const video of videos) { video.pause(); video.classList.remove("seen"); } player.hidden = true; }
  deck = list;
  for (const other of lists) other.hidden = other !== list;
  document.documentElement.lang = deck.lang;
  document.title = deck.dataset.name;
  slides = [...deck.querySelectorAll(".slide")];
  player = $(".player");
  videos = [...player.querySelectorAll("video")];
  player.hidden = hidden;
  seen = null;
}

// A video that shows the slide at this time, and then, if wanted, goes on from there. It takes the place of the one
// before when its picture is there: nothing flickers.
function load(slide, time, then) {
  const mine = ++order;
  const video = videos.find(one => one !== seen);
  const show = () => {
    if (mine !== order) return;
    for (const other of videos) if (other !== video) { other.pause(); other.classList.remove("seen"); }
    video.classList.add("seen");
    seen = video;
    if (then) then();
  };
  video.onseeked = null;
  video.src = source(slide);
  video.onloadeddata = () => {
    if (mine !== order) return;
    if (time > 0) { video.onseeked = show; video.currentTime = time; } else show();
  };
  const still = $(".still", player);
  video.onerror = () => {  // no picture is worse than a still one
    if (mine !== order) return;
    for (const other of videos) other.classList.remove("seen");
    still.src = $("img", slide).src;
    seen = null;
  };
}

const time = () => seen ? seen.currentTime : end(slides[at]);
const goal = () => [...stops(slides[at]), end(slides[at])].find(one => one > time() + 0.02);
const plays = () => seen !== null && !seen.paused;

function play() {
  const to = goal();
  if (!seen || to === undefined) return;
  seen.until = to;
  if (calm) { jump(to); return; }
  seen.play().catch(() => jump(to));
}

function jump(to) {
  if (!seen) return;
  seen.pause();
  seen.currentTime = to;
  told();
}

// Pictures come when they like; the video is held exactly where it has to wait.
function watch() {
  if (plays() && seen.until !== undefined && seen.currentTime >= seen.until - 0.001) {
    const to = seen.until;
    seen.pause();
    if (to < end(slides[at])) seen.currentTime = to;
  }
  if (at >= 0 && !player.hidden) told();
  requestAnimationFrame(watch);
}

function show(index, fromItsEnd = false, list = deck) {
  if (list !== deck || player.hidden) use(list, false);
  index = Math.max(0, Math.min(slides.length - 1, index));
  const slide = slides[index];
  at = index;
  history.replaceState(null, "", `#${slide.id}`);
  for (const other of slides) $("a", other).toggleAttribute("aria-current", other === slide);
  document.body.classList.add("shown");
  document.body.classList.remove("dark-out");
  load(slide, fromItsEnd ? end(slide) : 0, fromItsEnd ? told : play);
  notes();
  told();
  tellSpeaker();
}

function forward() {
  if (document.body.classList.contains("dark-out")) { document.body.classList.remove("dark-out"); return; }
  const to = goal();
  if (plays()) jump(seen.until ?? end(slides[at]));
  else if (seen && to !== undefined && !seen.ended) play();
  else if (at < slides.length - 1) show(at + 1);
}

const doing = {
  forward,
  back() { if (at > 0) show(at - 1, true); else show(0); },
  again() { show(at); },
  overview() {
    if (player.hidden) { show(Math.max(at, 0), true); return; }
    for (const video of videos) video.pause();
    order++;
    player.hidden = true;
    document.body.classList.remove("shown");
    if (document.fullscreenElement) document.exitFullscreen();
    history.replaceState(null, "", `#${deck.lang}`);
    const link = $("a", slides[Math.max(at, 0)]);
    link.focus();
    link.scrollIntoView({block: "center"});
  },
  notes() {
    const panel = $(".notes", player);
    panel.hidden = !panel.hidden;
    $('[data-do="notes"]', player).setAttribute("aria-pressed", String(!panel.hidden));
  },
  full() {
    if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen();
  },
  help() { const help = $(".help"); if (help.open) help.close(); else help.showModal(); },
  dark() { document.body.classList.toggle("dark-out"); },
  first() { show(0); },
  last() { show(slides.length - 1, true); },
  language(to) {
    const list = to ? lists.find(one => one.lang === to) : lists[(lists.indexOf(deck) + 1) % lists.length];
    if (list === deck) return;
    const was = time(), open = !$(".notes", player).hidden, played = plays();
    const name = slides[at].id.slice(deck.lang.length);
    use(list, false);
    const index = slides.findIndex(one => one.id === list.lang + name);
    show(index < 0 ? at : index, true);
    if (open !== !$(".notes", player).hidden) doing.notes();
    $("select", player).value = list.lang;
    const slide = slides[at], asked = stops(slide).filter(one => one <= was + 0.02);
    if (played || was < end(slide) - 0.02) load(slide, played ? 0 : asked.at(-1) ?? 0, played ? play : told);
  },
  speaker() {
    speaker = window.open("", "backreel-speaker", "width=1100,height=700");
    const words = $(".speaker-words").dataset;
    if (!speaker) { $(".said", player).textContent = words.blocked; return; }
    const page = speaker.document;
    page.documentElement.lang = deck.lang;
    page.title = words.speaker;
    page.head.replaceChildren($("style", document).cloneNode(true));
    page.body.className = "speaker";
    page.body.replaceChildren(figure(page, "now"), figure(page, "next"), element(page, "div", "text"),
      element(page, "div", "clock"));
    page.addEventListener("keydown", keys);
    tellSpeaker();
  },
};

function element(page, tag, name, text = "") {
  const made = page.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function figure(page, name) {
  const made = element(page, "figure", name);
  made.append(element(page, "figcaption", ""), page.createElement("img"));
  return made;
}

function text(page, slide) {
  return [...slide.querySelectorAll(".words p")].map(one => element(page, "p", one.className, one.textContent));
}

function notes() {
  const panel = $(".notes", player);
  panel.replaceChildren(element(document, "h2", "", `${at + 1} / ${slides.length}`), ...text(document, slides[at]));
}

function tellSpeaker() {
  if (!speaker || speaker.closed) return;
  const page = speaker.document, words = $(".speaker-words").dataset;
  for (const [name, slide] of [["now", slides[at]], ["next", slides[at + 1]]]) {
    const shown = page.querySelector(`.${name}`);
    shown.querySelector("figcaption").textContent = words[name];
    shown.style.visibility = slide ? "visible" : "hidden";
    if (slide) Object.assign(shown.querySelector("img"), {src: $("img", slide).src, alt: $("img", slide).alt});
  }
  page.querySelector(".text").replaceChildren(...text(page, slides[at]));
}

let lastSaid = "", lastPlace = "";
function told() {
  const slide = slides[at], now = time(), to = goal();
  const waits = !plays() && to !== undefined && stops(slide).some(one => Math.abs(one - now) < 0.03);
  player.classList.toggle("waits", waits);
  $(".thread span", player).style.width = `${100 * (at + Math.min(1, now / end(slide))) / slides.length}%`;
  const place = `${at + 1} / ${slides.length}`;
  if (place !== lastPlace || !$(".place", player).textContent) $(".place", player).textContent = lastPlace = place;
  const line = [...slide.querySelectorAll(".words [data-from]")].filter(one => Number(one.dataset.from) <= now + 0.001).at(-1);
  const said = line ? line.textContent : "";
  if (said !== lastSaid) $(".said", player).textContent = lastSaid = said;
  if (speaker && !speaker.closed) {
    const clock = speaker.document.querySelector(".clock"), words = $(".speaker-words").dataset;
    const seconds = Math.floor((Date.now() - began) / 1000);
    clock.textContent = `${words.clock} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
      + ` · ${place}${waits ? ` · ${words.waits}` : ""}`;
    clock.classList.toggle("waits", waits);
  }
}

const KEYS = {
  ArrowRight: "forward", ArrowDown: "forward", PageDown: "forward", " ": "forward", Enter: "forward",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back", Home: "first", End: "last",
  r: "again", o: "overview", Escape: "overview", n: "notes", s: "speaker", l: "language", f: "full", b: "dark",
  ".": "dark", "?": "help", h: "help",
};
// The same places on a Russian keyboard.
const PLACES = {KeyR: "r", KeyO: "o", KeyN: "n", KeyS: "s", KeyL: "l", KeyF: "f", KeyB: "b", KeyH: "h"};

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $(".help").open) return;
  const key = event.key.length === 1 && PLACES[event.code] ? PLACES[event.code] : event.key;
  const wish = KEYS[key];
  if (!wish || (player.hidden && wish !== "overview" && wish !== "language" && wish !== "help")) return;
  const inside = event.target.closest?.("button, select, a");
  if (inside && (key === "Enter" || key === " " || inside.tagName === "SELECT")) return;
  event.preventDefault();
  doing[wish]();
}

function open(hash) {
  const id = decodeURIComponent(hash.slice(1));
  for (const list of lists) {
    const index = [...list.querySelectorAll(".slide")].findIndex(one => one.id === id);
    if (index >= 0) { show(index, false, list); return true; }
    if (id === list.lang) { use(list); return true; }
  }
  return false;
}

document.addEventListener("keydown", keys);
addEventListener("hashchange", () => open(location.hash));
for (const list of lists) {
  const bar = $(".bar", list), stage = $(".stage", list);
  bar.addEventListener("click", event => {
    const wish = event.target.closest("button")?.dataset.do;
    if (wish) { doing[wish](); event.target.closest("button").blur(); }
  });
  bar.addEventListener("change", event => { doing.language(event.target.value); event.target.blur(); });
  let from = null;
  stage.addEventListener("pointerdown", event => { from = event; });
  stage.addEventListener("pointerup", event => {
    if (!from) return;
    const across = event.clientX - from.clientX, down = event.clientY - from.clientY;
    from = null;
    if (Math.abs(across) > 40 && Math.abs(across) > Math.abs(down)) doing[across < 0 ? "forward" : "back"]();
    else if (Math.hypot(across, down) < 12) doing[event.clientX < stage.clientWidth / 3 ? "back" : "forward"]();
  });
}
addEventListener("pointermove", () => {
  document.body.classList.remove("still-hand");
  clearTimeout(idle);
  idle = setTimeout(() => document.body.classList.add("still-hand"), 2500);
});

use(lists[0]);
if (!open(location.hash)) show(0);
requestAnimationFrame(watch);
