// What survives a closed tab or a cut connection: an IndexedDB store of acts that the server has not acknowledged.

const NAME = "edc-review";
const STORE = "acts";

function finished(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function committed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export class Storage {
  #database = null;

  async open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client_id" });
    this.#database = await finished(request);
    this.#database.onversionchange = () => this.#database.close();
    navigator.storage?.persist?.().catch(() => false);
  }

  /** All acts kept here, in the order in which they were done. */
  async all() {
    const acts = await finished(this.#database.transaction(STORE).objectStore(STORE).getAll());
    return acts.sort((one, other) => one.order - other.order);
  }

  /** Writes some acts and removes others in one transaction: both or neither. */
  async change(written, removed = []) {
    const transaction = this.#database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    for (const act of written) store.put(act);
    for (const clientId of removed) store.delete(clientId);
    await committed(transaction);
  }
}
