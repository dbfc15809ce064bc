// Tells a course system by SCORM 1.2 how far the video was seen; where there is none, it says nothing.
"use strict";
(() => {
  const MOST_FRAMES = 7; // between this page and the one with the interface, by the standard's own way to look for it
  const video = document.querySelector("video");
  const begun = Date.now();

  const above = (frame) => {
    for (let step = 0; step <= MOST_FRAMES; step += 1) {
      try {
        if (frame.API) return frame.API;
      } catch {
        return null; // a frame of another site
      }
      if (frame.parent === frame) return null;
      frame = frame.parent;
    }
    return null;
  };
  const system = above(window) || (window.opener ? above(window.opener) : null);
  if (!system || String(system.LMSInitialize("")) !== "true") return;

  const DONE = ["completed", "passed"];
  const get = (name) => String(system.LMSGetValue(name));
  const set = (name, value) => system.LMSSetValue(name, String(value));
  let open = true;
  const save = () => {
    if (!open) return;
    if (!video.ended) set("cmi.core.lesson_location", video.currentTime.toFixed(2));
    system.LMSCommit("");
  };

  if (!DONE.includes(get("cmi.core.lesson_status"))) set("cmi.core.lesson_status", "incomplete");
  const place = Number.parseFloat(get("cmi.core.lesson_location"));
  if (place > 0) {
    const back = () => {
      if (place < video.duration) video.currentTime = place;
    };
    if (video.readyState > 0) back();
    else video.addEventListener("loadedmetadata", back, { once: true });
  }
  system.LMSCommit("");

  video.addEventListener("pause", save);
  video.addEventListener("ended", () => {
    set("cmi.core.lesson_status", "completed");
    set("cmi.core.lesson_location", "0");
    save();
  });
  window.addEventListener("pagehide", () => {
    if (!open) return;
    const seconds = (Date.now() - begun) / 1000;
    const part = (value, digits) => String(Math.floor(value)).padStart(digits, "0");
    const rest = (seconds % 60).toFixed(2).padStart(5, "0").replace("60.00", "59.99");
    set("cmi.core.session_time", `${part(seconds / 3600, 4)}:${part((seconds / 60) % 60, 2)}:${rest}`);
    set("cmi.core.exit", video.ended ? "" : "suspend");
    save();
    open = false;
    system.LMSFinish("");
  });
})();
