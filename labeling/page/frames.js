// When each frame of a video is shown: the table that every seek and every time that is saved goes through.

export class Frames {
  /** @param {Float64Array} times media seconds at which each frame appears, rising. */
  constructor(times, durationS) {
    if (!times.length) throw new Error("This game has no frame table: process it again.");
    this.times = times;
    const last = times.length - 1;
    this.lastEnd = Math.max(durationS || 0, times[last] + (last ? times[last] - times[last - 1] : 0.04));
  }

  get count() {
    return this.times.length;
  }

  clamp(index) {
    return Math.min(Math.max(index, 0), this.times.length - 1);
  }

  /** The frame on screen at a media second. */
  at(seconds) {
    let low = 0;
    let high = this.times.length - 1;
    while (low < high) {
      const half = (low + high + 1) >> 1;
      if (this.times[half] <= seconds + 1e-4) low = half;
      else high = half - 1;
    }
    return low;
  }

  /** The frame that begins nearest to a media second: which one a player means by its own timestamp. */
  nearest(seconds) {
    const before = this.at(seconds);
    const after = this.clamp(before + 1);
    return Math.abs(this.times[after] - seconds) < Math.abs(this.times[before] - seconds) ? after : before;
  }

  end(index) {
    return index + 1 < this.times.length ? this.times[index + 1] : this.lastEnd;
  }

  /** Where to seek so that this frame and no neighbour is shown; `share` of the way through it. */
  inside(index, share = 0.5) {
    return this.times[index] + share * (this.end(index) - this.times[index]);
  }
}
