// Bytes to be taken apart, as text of one character a byte: regular expressions work on it and offsets stay offsets of bytes.

const oneByte = new TextDecoder('latin1');
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One character a byte. */
export const asLatin1 = (bytes: Uint8Array): string => oneByte.decode(bytes);

/** UTF-8; what is none becomes U+FFFD. */
export const asUtf8 = (bytes: Uint8Array): string => lenient.decode(bytes);

/** Whether some bytes are UTF-8. */
export const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Some bytes, and the same as text. */
export class Source {
  readonly bytes: Uint8Array;
  readonly text: string;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.text = asLatin1(bytes);
  }

  /** The text of a part. */
  utf8(from: number, to: number): string {
    return asUtf8(this.bytes.subarray(from, to));
  }

  isUtf8(from: number, to: number): boolean {
    return isUtf8(this.bytes.subarray(from, to));
  }
}
