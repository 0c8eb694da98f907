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
