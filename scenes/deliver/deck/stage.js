// Two videos, one above the other. What comes next is made ready in the lower one and rises when its picture is there;
// what was seen stays below it. So nothing flickers, and nothing is ever empty.

const PATIENCE = 1500;  // milliseconds; some phones load nothing before they play
const LEAD = 0.04;  // seconds; before a question the picture stands, so nobody sees that it is stopped a little early

class Stage {
  constructor(element) {
    this.element = element;
    this.videos = [...element.querySelectorAll("video")];
    this.still = element.querySelector("img");
    this.upper = null;
    this.order = 0;
  }

  // Where the slide is that is seen, in seconds; null while it is another one.
  time(slide) {
    return this.upper?.slide === slide ? this.upper.currentTime : null;
  }

  // Show a slide as it is at this time. False if something else was asked for meanwhile; throws if there is no picture.
  async show(slide, time) {
    const mine = this.stop();
    const video = this.upper?.slide === slide ? this.upper : this.lower();
    await load(video, slide);
    if (mine !== this.order) return false;
    await seek(video, time);
    if (mine !== this.order) return false;
    for (const other of this.videos) other.classList.toggle("upper", other === video);
    this.upper = video;
    this.still.hidden = true;
    if (time > 0) again(video, time);
    return true;
  }

  // Play up to this time and stand there. False if something else was asked for meanwhile.
  play(until, isLast) {
    const mine = this.stop(), video = this.upper;
    return new Promise((resolve, reject) => {
      let isRefused = false;
      video.play().catch(why => { isRefused = why.name === "NotAllowedError"; });
      const look = () => {
        if (mine !== this.order) resolve(false);
        else if (video.error) reject(video.error);
        else if (isRefused || video.ended || video.currentTime >= until - (isLast ? 0 : LEAD)) {
          video.pause();
          seek(video, until).then(() => { again(video, until); resolve(mine === this.order); });
        } else atNextFrame(look);
      };
      look();
    });
  }

  // Whatever goes on, it goes on no longer.
  stop() {
    this.upper?.pause();
    return ++this.order;
  }

  // This slide will be wanted soon.
  prepare(slide) {
    if (this.upper?.slide !== slide) load(this.lower(), slide).catch(() => {});
  }

  // Where a video cannot be played, its last picture is better than nothing.
  showStill(slide) {
    this.still.src = slide.picture.src;
    this.still.hidden = false;
    this.upper = null;
  }

  lower() {
    return this.videos.find(one => one !== this.upper);
  }
}

// A page that nobody sees has no frames, but its video goes on: a timer looks after it then.
function atNextFrame(look) {
  let frame, timer;
  const once = () => { cancelAnimationFrame(frame); clearTimeout(timer); look(); };
  frame = requestAnimationFrame(once);
  timer = setTimeout(once, 100);
}

function load(video, slide) {
  if (video.slide === slide) return video.loaded;
  video.slide = slide;
  video.loaded = (async () => {
    try {
      const address = await addressOf(slide);
      if (video.slide !== slide) return;
      await soon(new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(video.error);
        video.src = address;
      }));
    } catch (fault) {
      if (video.slide === slide) video.slide = null;
      throw fault;
    }
  })();
  return video.loaded;
}

// A busy machine may leave an older picture where the clock already says another one: so it is asked once more, for the
// same picture (a goal that is where the clock is already would be no goal).
function again(video, time) {
  setTimeout(() => {
    if (video.paused && !video.seeking && Math.abs(video.currentTime - time) < 0.001) video.currentTime = time + 0.002;
  }, 300);
}

async function seek(video, time) {
  if (Math.abs(video.currentTime - time) < 0.001 && !video.seeking) return;
  await soon(new Promise(resolve => {
    video.onseeked = resolve;
    video.currentTime = time;
  }));
}

function soon(promise) {
  return Promise.race([promise, new Promise(resolve => setTimeout(resolve, PATIENCE))]);
}

// A video inside the page is text until it is wanted; it may not have come yet, for it follows the script.
async function addressOf(slide) {
  if (slide.video) return slide.video;
  const find = () => document.getElementById(`video/${slide.id}`);
  const isWhole = () => find()?.nextElementSibling || document.readyState !== "loading";
  while (!isWhole()) await new Promise(resolve => setTimeout(resolve, 20));
  const text = find();
  if (!text) throw new Error(`the page ends before the video of ${slide.id}`);
  const coded = atob(text.textContent), bytes = new Uint8Array(coded.length);
  for (let i = 0; i < coded.length; i++) bytes[i] = coded.charCodeAt(i);
  text.textContent = "";
  slide.video = URL.createObjectURL(new Blob([bytes], {type: "video/mp4"}));
  return slide.video;
}
