// What survives a closed tab, a crash or a cut connection: the acts that the server has not acknowledged.
//
// Each is kept twice. localStorage has taken an act over before the key's handler returns, so that the page may be
// closed, or crash, right after. IndexedDB has it a little later, flushed to the disk, where a browser that is killed
// finds it again; then its line in localStorage, which has little room, is taken out.

const NAME = "edc-review";
const STORE = "acts";
const LINE = "edc-review-act:";

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function committed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("The browser did not keep it."));
  });
}

export class Storage {
  #database = null;

  /** Rejects where this browser keeps no database (some private windows); acts are then kept in localStorage alone. */
  async open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client_id" });
    this.#database = await finished(request);
    this.#database.onversionchange = () => this.#database?.close();
    // a browser may close it on its own account (site data cleared, a full disk): the next act opens it again
    this.#database.onclose = () => (this.#database = null);
    navigator.storage?.persist?.().catch(() => false);
  }

  /** All acts kept here, in the order in which they were done. */
  async all() {
    const stored = this.#database ? await finished(this.#database.transaction(STORE).objectStore(STORE).getAll()) : [];
    const acts = new Map([...stored, ...lines()].map((act) => [act.client_id, act]));
    return [...acts.values()].sort((one, other) => one.order - other.order);
  }

  /** Writes some acts and removes others: both or neither. Resolves once that is on the disk. */
  async change(written, removed = []) {
    const texts = written.map((act) => noted(act));
    for (const clientId of removed) forget(clientId);
    if (!this.#database) await this.open();
    const transaction = this.#database.transaction(STORE, "readwrite", { durability: "strict" });
    const store = transaction.objectStore(STORE);
    for (const act of written) store.put(act);
    for (const clientId of removed) store.delete(clientId);
    transaction.commit?.();
    await committed(transaction);
    // unless it was written anew in the meantime
    written.forEach((act, i) => texts[i] === lineOf(act.client_id) && forget(act.client_id));
  }
}

/** Keeps an act at once; gives its line, or null where localStorage is full or forbidden. */
function noted(act) {
  const text = JSON.stringify(act);
  try {
    localStorage.setItem(LINE + act.client_id, text);
    return text;
  } catch {
    return null;
  }
}

function lineOf(clientId) {
  try {
    return localStorage.getItem(LINE + clientId);
  } catch {
    return undefined;
  }
}

function forget(clientId) {
  try {
    localStorage.removeItem(LINE + clientId);
  } catch {
    // what is forbidden holds nothing either
  }
}

function lines() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(LINE)).map((key) => JSON.parse(localStorage.getItem(key)));
  } catch {
    return [];
  }
}
