// The speaker's window: what the room sees now, what the next click brings, the notes, the clock. It is an empty page
// that this one writes into, so it opens from a disk as well.

class Speaker {
  constructor(keys, does) {
    this.keys = keys;
    this.does = does;
    this.window = null;
    addEventListener("pagehide", () => this.window?.close());
    setInterval(() => this.tick(), 500);
  }

  get isOpen() {
    return this.window !== null && !this.window.closed;
  }

  // False where the browser allows no other window.
  open(title) {
    if (this.isOpen) {
      this.window.focus();
      return true;
    }
    this.window = window.open("", "_blank", "popup,width=1100,height=700");
    if (!this.window) return false;
    const page = this.page = this.window.document;
    const shape = side => Number(document.querySelector(".slide img").getAttribute(side));
    page.title = title;
    page.head.append(document.querySelector("style").cloneNode(true));
    page.body.className = "speaker";
    this.now = page.createElement("canvas");
    this.now.width = 960;
    this.now.height = Math.round(960 * shape("height") / shape("width"));
    this.now.setAttribute("role", "img");
    this.next = page.createElement("img");
    this.notes = this.made("section", "text");
    this.notes.tabIndex = 0;
    this.clock = this.made("button", "clock");
    this.place = this.made("p", "place");
    const buttons = ["back", "forward"].map(name => this.made("button", name));
    for (const button of [...buttons, this.clock]) button.type = "button";
    for (const button of buttons) button.onclick = () => this.does[button.className]();
    this.slide = null;
    this.began = Date.now();
    this.clock.onclick = () => { this.began = Date.now(); this.tick(); };
    const foot = this.made("footer", "foot");
    foot.append(this.clock, this.place, ...buttons);
    const main = page.createElement("main");
    this.title = this.made("h1", "unseen");
    main.append(this.title, this.figure("now", this.now), this.figure("next", this.next), this.notes, foot);
    page.body.append(main);
    page.addEventListener("keydown", this.keys);
    return true;
  }

  // The slide that is seen, the one that the next click brings (if any), and how far it is, in the words of a language.
  tell(now, next, place, waits, words, language) {
    if (!this.isOpen) return;
    this.page.documentElement.lang = language;
    this.page.title = this.title.textContent = words.speaker;
    for (const caption of this.page.querySelectorAll("figcaption")) caption.textContent = words[caption.className];
    this.now.ariaLabel = now.picture.alt;
    this.next.parentElement.hidden = !next;
    if (next) Object.assign(this.next, {src: next.picture.src, alt: next.picture.alt});
    this.notes.ariaLabel = words.notes;
    if (now !== this.slide) {
      this.notes.replaceChildren(...now.words.map(one => this.made("p", one.className, one.textContent)));
    }
    this.slide = now;
    this.place.textContent = waits ? `${place} · ${words.waits}` : place;
    this.place.classList.toggle("waits", waits);
    this.clock.title = words.clock_again;
    for (const name of ["back", "forward"]) this.page.querySelector(`button.${name}`).textContent = words[name];
    this.tick();
  }

  draw(picture) {
    if (this.isOpen) this.now.getContext("2d").drawImage(picture, 0, 0, this.now.width, this.now.height);
  }

  tick() {
    if (!this.isOpen) return;
    const seconds = Math.floor((Date.now() - this.began) / 1000);
    const time = new Date().toLocaleTimeString(this.page.documentElement.lang, {hour: "2-digit", minute: "2-digit"});
    this.clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} · ${time}`;
  }

  made(tag, name, text = "") {
    return Object.assign(this.page.createElement(tag), {className: name, textContent: text});
  }

  figure(name, picture) {
    const figure = this.made("figure", name);
    figure.append(this.made("figcaption", name), picture);
    return figure;
  }
}
