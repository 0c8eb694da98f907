// Server-side WebSocket frames as bytes (RFC 6455 §5.2), so that one frame is made once and shared by every reader.

const fin = 0x80;
const textOpcode = 0x1;

/**
 * Writes the header of an unmasked, final text frame, 2, 4 or 10 bytes; returns the offset behind it.
 * RFC 6455 §5.1 [spec] "A server MUST NOT mask any frames that it sends to the client."
 */
const writeHeader = (target: Uint8Array, offset: number, payloadBytes: number): number => {
  target[offset] = fin | textOpcode;
  if (payloadBytes < 126) {
    target[offset + 1] = payloadBytes;
    return offset + 2;
  }
  if (payloadBytes < 65_536) {
    target[offset + 1] = 126;
    target[offset + 2] = payloadBytes >> 8;
    target[offset + 3] = payloadBytes & 0xff;
    return offset + 4;
  }
  target[offset + 1] = 127;
  new DataView(target.buffer, target.byteOffset).setBigUint64(offset + 2, BigInt(payloadBytes));
  return offset + 10;
};

/** Bytes of a text frame, header and payload together. */
export const textFrameBytes = (payloadBytes: number): number =>
  payloadBytes + (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10);

/** The header of a text frame with so long a payload. */
export const textFrameHeader = (payloadBytes: number): Uint8Array => {
  const header = new Uint8Array(textFrameBytes(payloadBytes) - payloadBytes);
  writeHeader(header, 0, payloadBytes);
  return header;
};

/** Writes a text frame whose payload is `head` and `tail`; returns the offset behind it. */
export const writeTextFrame = (target: Uint8Array, offset: number, head: Uint8Array, tail: Uint8Array): number => {
  const headOffset = writeHeader(target, offset, head.byteLength + tail.byteLength);
  const tailOffset = headOffset + head.byteLength;
  target.set(head, headOffset);
  target.set(tail, tailOffset);
  return tailOffset + tail.byteLength;
};
