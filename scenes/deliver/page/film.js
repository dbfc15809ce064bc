// The film of a lesson: its bytes are in the page; captions and chapters are its tracks; the transcript leads into it.
function film(lesson) {
  const video = lesson.querySelector("video"), store = lesson.querySelector("script.film");
  function load() {
    if (video.src) return;
    const bytes = Uint8Array.from(atob(store.textContent.trim()), letter => letter.charCodeAt(0));
    store.remove();
    video.src = URL.createObjectURL(new Blob([bytes], {type: "video/mp4"}));
  }
  const near = new IntersectionObserver(seen => {
    if (seen.some(one => one.isIntersecting)) { near.disconnect(); load(); }
  }, {rootMargin: "100%"});
  near.observe(video);
  const shots = Array.from(lesson.querySelectorAll(".transcript li"));
  for (const shot of shots) {
    const button = shot.querySelector("button");
    button.addEventListener("click", () => {
      load();
      video.currentTime = Number(button.dataset.from) + 0.001;
      video.scrollIntoView({block: "nearest"});
      video.play();
    });
  }
  video.addEventListener("timeupdate", () => {
    const now = shots.filter(shot => Number(shot.querySelector("button").dataset.from) <= video.currentTime + 0.001).at(-1);
    for (const shot of shots) {
      if (shot === now) shot.setAttribute("aria-current", "true"); else shot.removeAttribute("aria-current");
    }
  });
}

for (const lesson of document.querySelectorAll(".lesson")) {
  film(lesson);
  const lab = lesson.querySelector(".lab");
  if (lab) experiment(lab);
}
