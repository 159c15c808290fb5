// A click on a moment, wherever it is drawn, plays the source there; a click on a clip plays the recap there.
const source = document.getElementById("source");
const recap = document.getElementById("recap");
const moments = JSON.parse(document.getElementById("moments").textContent);
let stopAt = null;

function play(video, from, to) {
  for (const other of [source, recap]) if (other && other !== video) other.pause();
  stopAt = to;
  video.currentTime = from;
  video.play().catch(() => {});
  video.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function show(id) {
  const moment = moments[id];
  if (!moment || moment.start_s === null) return;
  for (const element of document.querySelectorAll(".now")) element.classList.remove("now");
  for (const element of document.querySelectorAll(`[data-moment="${CSS.escape(id)}"]`)) element.classList.add("now");
  document.getElementById("playing").textContent = moment.title;
  play(source, moment.start_s, moment.end_s);
}

document.addEventListener("click", (event) => {
  const moment = event.target.closest("[data-moment]");
  if (moment) return show(moment.dataset.moment);
  const clip = event.target.closest("[data-at]");
  if (clip && recap) play(recap, Number(clip.dataset.at), null);
});
source.addEventListener("timeupdate", () => {
  if (stopAt !== null && source.currentTime >= stopAt) { source.pause(); stopAt = null; }
});
source.addEventListener("error", () => {
  document.getElementById("playing").textContent =
    "This browser cannot play the source here (moved, or a codec it does not know).";
});

const rows = [...document.querySelectorAll("#all tbody tr")];
const inputs = ["stars", "period", "team", "words"].map((id) => document.getElementById(id));
function filter() {
  const [stars, period, team, words] = inputs.map((input) => input.value);
  let shown = 0;
  for (const row of rows) {
    const fits = Number(row.dataset.stars) >= Number(stars) && (!period || row.dataset.period === period)
      && (!team || row.dataset.team === team) && row.textContent.toLowerCase().includes(words.toLowerCase());
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
}
for (const input of inputs) input.addEventListener("input", filter);
filter();
