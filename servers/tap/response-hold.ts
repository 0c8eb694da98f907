// What a buffering proxy does with answers: it keeps them until they are whole, or until it holds 32 KiB.

/** nginx's proxy buffers are 8 of 4 KiB. https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffers */
const maximumHeldBytes = 32 * 1024;

/** Of one connection. */
export class ResponseHold {
  #held: Buffer[] = [];
  #bytes = 0;
  isOn = false;

  /**
   * Takes what the server wrote and returns what goes on now.
   * @param whole how many of these bytes belong to answers that are whole by now; more may follow them
   */
  pass(bytes: Buffer, whole: number): Buffer {
    if (!this.isOn) return this.#joined(bytes);
    const rest = bytes.subarray(whole);
    const willHold = rest.byteLength + (whole === 0 ? this.#bytes : 0);
    if (willHold >= maximumHeldBytes) return this.#joined(bytes);
    const passed = whole === 0 ? Buffer.of() : this.#joined(bytes.subarray(0, whole));
    this.#keep(rest);
    return passed;
  }

  /** What is held goes on, whole or not. */
  flush(): Buffer {
    return this.#joined(Buffer.of());
  }

  #keep(bytes: Buffer): void {
    if (bytes.byteLength > 0) this.#held.push(bytes);
    this.#bytes += bytes.byteLength;
  }

  #joined(bytes: Buffer): Buffer {
    if (this.#held.length === 0) return bytes;
    const all = Buffer.concat([...this.#held, bytes]);
    this.#held = [];
    this.#bytes = 0;
    return all;
  }
}
