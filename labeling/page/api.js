// Talking to the server: relative addresses, the session's cookie, the CSRF value, and what went wrong in words.

const PATIENCE_MS = 20000;
let csrf = "";

export function setCsrf(value) {
  csrf = value;
}

/** The server could not be reached, or is not able to answer now: trying again later makes sense. */
export class Unreachable extends Error {}

/** The server answered no. `status` is HTTP's, `body` what it said. */
export class Refused extends Error {
  constructor(status, body) {
    super(wordsOf(status, body));
    this.status = status;
    this.body = body ?? {};
  }
}

function wordsOf(status, body) {
  const detail = body?.detail ?? body?.message;
  if (typeof detail === "string") return detail;
  if (Array.isArray(detail)) return detail.map((part) => `${(part.loc ?? []).slice(1).join(".")}: ${part.msg}`).join("; ");
  if (status === 401) return "Your session has ended: open the address that `edc review` printed.";
  if (status === 403) return "Your role may not do this.";
  return `The server answered ${status}.`;
}

/** `keepalive`: the browser goes on sending when the page is closed; bodies of at most 64 KB. */
async function ask(method, path, { body, headers = {}, raw = false, keepalive = false } = {}) {
  const plain = body === undefined || body instanceof Blob || body instanceof FormData;
  const options = { method, headers: { ...headers }, credentials: "same-origin", cache: "no-store", keepalive,
    signal: AbortSignal.timeout(PATIENCE_MS) };
  if (!plain) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  } else if (body !== undefined) options.body = body;
  if (method !== "GET") options.headers["X-CSRF-Token"] = csrf;
  let answer;
  try {
    answer = await fetch(new URL(path, document.baseURI), options);
    if (raw && answer.ok) return await answer.arrayBuffer();
    const text = await answer.text();
    const value = parsed(text);
    if (answer.ok) return value;
    if (answer.status >= 500 || answer.status === 429) throw new Unreachable(wordsOf(answer.status, value));
    throw new Refused(answer.status, value);
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) throw error;
    throw new Unreachable("The server cannot be reached.");
  }
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return { detail: text.slice(0, 300) };
  }
}

export const get = (path) => ask("GET", path);
export const getBytes = (path) => ask("GET", path, { raw: true });
export const post = (path, body, headers, options) => ask("POST", path, { body, headers, ...options });
export const put = (path, body) => ask("PUT", path, { body });

export const gamePath = (gameId, rest = "") => `api/games/${encodeURIComponent(gameId)}${rest}`;
export const pictureUrl = (gameId, mediaS, width) =>
  new URL(gamePath(gameId, `/picture?media_s=${mediaS.toFixed(3)}&width=${width}`), document.baseURI).href;

/** Waits until the server has a video that browsers play; `waiting(message)` is told while it makes one. */
export async function videoReady(url, waiting) {
  for (;;) {
    const answer = await fetch(url, { headers: { Range: "bytes=0-1" } }).catch(() => null);
    if (answer?.ok) return answer.body?.cancel();
    if (answer && answer.status !== 503) throw new Refused(answer.status, await answer.json().catch(() => null));
    waiting((await answer?.json().catch(() => null))?.detail ?? "The server cannot be reached.");
    await new Promise((done) => setTimeout(done, 3000));
  }
}
