// Server-side WebSocket frames as bytes (RFC 6455 §5.2), so that one frame is made once and shared by every reader.

const fin = 0x80;
const textOpcode = 0x1;

/**
 * The header of an unmasked, final text frame: 2, 4 or 10 bytes.
 * RFC 6455 §5.1 [spec] "A server MUST NOT mask any frames that it sends to the client."
 */
export const textFrameHeader = (payloadBytes: number): Uint8Array => {
  if (payloadBytes < 126) return Uint8Array.of(fin | textOpcode, payloadBytes);
  const header = new Uint8Array(payloadBytes < 65_536 ? 4 : 10);
  const view = new DataView(header.buffer);
  view.setUint8(0, fin | textOpcode);
  if (payloadBytes < 65_536) {
    view.setUint8(1, 126);
    view.setUint16(2, payloadBytes);
  } else {
    view.setUint8(1, 127);
    view.setBigUint64(2, BigInt(payloadBytes));
  }
  return header;
};

/** Bytes of a text frame, header and payload together. */
export const textFrameBytes = (payloadBytes: number): number =>
  payloadBytes + (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10);

/** Writes a text frame whose payload is `head` and `tail`; returns the offset behind it. */
export const writeTextFrame = (target: Uint8Array, offset: number, head: Uint8Array, tail: Uint8Array): number => {
  const header = textFrameHeader(head.byteLength + tail.byteLength);
  target.set(header, offset);
  target.set(head, offset + header.byteLength);
  const tailOffset = offset + header.byteLength + head.byteLength;
  target.set(tail, tailOffset);
  return tailOffset + tail.byteLength;
};
