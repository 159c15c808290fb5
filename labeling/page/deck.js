// One video element that lands on the frame asked for, and knows which frame is on screen.
//
// A seek goes to the middle of the frame by the game's own table, and counts as done only when the browser's
// requestVideoFrameCallback says that this very frame has been presented.

const LAND_MS = 4000;
const FIRST_MS = 8000;
const SHARES = [0.5, 0.35, 0.7];

export class Deck {
  #turn = 0;
  #wanted = null;
  #cancel = null;

  /** @param {(index: number, deck: Deck, now: number) => void} presented called with each frame that appears. */
  constructor(presented) {
    this.video = document.createElement("video");
    Object.assign(this.video, { preload: "auto", playsInline: true, muted: true, disablePictureInPicture: true });
    this.video.tabIndex = -1;
    this.frames = null;
    this.gameId = null;
    this.index = -1;
    this.offset = 0;
    this.missed = 0;
    this.landed = 0;
    this.presented = presented;
    // after a session that ended or a server that was started again, the video is opened anew
    this.video.addEventListener("error", () => (this.gameId = null));
    this.video.addEventListener("ended", () => this.presented(this.frames ? this.frames.count - 1 : 0, this, performance.now()));
    this.#watch();
  }

  #watch() {
    this.video.requestVideoFrameCallback((now, { mediaTime }) => {
      this.#watch();
      this.lastMediaTime = mediaTime;
      if (!this.frames) return;
      this.index = this.frames.nearest(mediaTime - this.offset);
      this.#wanted?.(this.index);
      this.presented(this.index, this, now);
    });
  }

  /** Loads a game's video; resolves when its first picture is there and its own clock is known. */
  async open(gameId, url, frames) {
    if (this.gameId === gameId) return this.opening;
    this.gameId = gameId;
    this.opening = this.#open(url, frames);
    this.opening.catch(() => (this.gameId = null));
    return this.opening;
  }

  async #open(url, frames) {
    this.frames = null;
    this.index = -1;
    this.lastMediaTime = null;
    const ready = new Promise((resolve, reject) => {
      this.video.addEventListener("loadeddata", resolve, { once: true });
      this.video.addEventListener("error", () => reject(new Error(problemOf(this.video))), { once: true });
    });
    this.video.src = url;
    this.video.load();
    await ready;
    // Files may begin at another time than 0 (a start offset, an edit list): the first picture's time says so.
    const until = performance.now() + FIRST_MS;
    while (this.lastMediaTime === null && performance.now() < until) await new Promise((done) => setTimeout(done, 10));
    this.offset = (this.lastMediaTime ?? frames.times[0]) - frames.times[0];
    this.frames = frames;
    this.index = 0;
  }

  get time() {
    return this.frames && this.index >= 0 ? this.frames.times[this.index] : 0;
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  /** Seeks without waiting (a loop that goes back to its start, a scrub). */
  jump(index) {
    this.video.currentTime = this.offset + this.frames.inside(this.frames.clamp(index));
  }

  /** Shows exactly this frame. Resolves to whether the browser presented it; a later call takes its place. */
  async show(index) {
    const target = this.frames.clamp(index);
    this.#cancel?.();
    const turn = (this.#turn += 1);
    for (const share of SHARES) {
      if (this.index === target && !this.video.seeking) return this.#land(true);
      const landed = this.#presents(target);
      this.video.currentTime = this.offset + this.frames.inside(target, share);
      const well = await landed;
      if (turn !== this.#turn) return false;
      if (well) return this.#land(true);
    }
    return this.#land(false);
  }

  #land(well) {
    if (well) this.landed += 1;
    else this.missed += 1;
    return well;
  }

  #presents(target) {
    return new Promise((resolve) => {
      const done = (result) => {
        clearTimeout(timer);
        this.#wanted = this.#cancel = null;
        resolve(result);
      };
      const timer = setTimeout(() => done(this.index === target), LAND_MS);
      this.#cancel = () => done(false);
      this.#wanted = (index) => {
        if (index === target) done(true);
        else if (!this.video.seeking) done(false);
      };
    });
  }
}

function problemOf(video) {
  const said = video.error?.message;
  return `The video cannot be played${said ? ` (${said})` : ""}.`;
}
