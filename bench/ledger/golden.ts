// The constants of the wire on Linux (MEASURING §1.4), each with its source. Tests hold them against the kernel.

/** IPv4 20 (RFC 791 §3.1) + TCP 20 (RFC 9293 §3.1) + timestamps 12 (RFC 7323 §3.2): what each segment costs. */
export const segmentBytes = 52;
/** SYN and SYN-ACK carry 8 bytes of options more: MSS, SACK permitted, window scale (RFC 9293 §3.2, RFC 2018, RFC 7323). */
export const synBytes = 60;
/** SYN, SYN-ACK, ACK. */
export const openPackets = 3;
export const openBytes = synBytes + synBytes + segmentBytes;
/** FIN, FIN with the acknowledgement of the first, ACK. A close whose sides take their time has a fourth packet. */
export const closePackets = 3;
export const closeBytes = closePackets * segmentBytes;
/** Largest segment on loopback: MTU 65,536 less IPv4 and TCP headers of 20 bytes each, and timestamps. */
export const loopbackSegmentBytes = 65_483;
/** Linux acknowledges after at most this time; a reply that comes sooner carries the acknowledgement (TCP_DELACK_MIN). */
export const delayedAckMs = 40;

/** Segments that a write of so many bytes leaves in. */
export const segmentsOf = (bytes: number): number => Math.ceil(bytes / loopbackSegmentBytes);

/** RFC 6455 §5.2: header of a frame; clients mask theirs with 4 bytes more. */
export const frameHeaderBytes = (length: number, isMasked: boolean): number =>
  (length <= 125 ? 2 : length <= 65_535 ? 4 : 10) + (isMasked ? 4 : 0);

/** RFC 9112 §7.1: the size in hexadecimal digits, and two line breaks. */
export const chunkBytes = (length: number): number => length.toString(16).length + 4;

/** RFC 8446 §5.2: header 5, content type 1, AEAD tag 16. TLS 1.2 with AES-GCM has an explicit nonce of 8 instead of the type. */
export const recordBytes = { 'TLSv1.3': 22, 'TLSv1.2': 29 } as const;
/** RFC 8446 §5.1: longest content of a record. */
export const maximumRecordBytes = 16_384;

/** Records that a write of so many bytes is cut into. */
export const recordsOf = (bytes: number): number => Math.ceil(bytes / maximumRecordBytes);
