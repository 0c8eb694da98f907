// Reads one frame: saxes refuses what XML forbids, readXml what XMPP forbids besides.
import { SaxesParser } from 'saxes';
import { readXml, type XmlElement } from '../protocol/xml.ts';

/**
 * One whole element with all its namespaces (RFC 7395 §3.3.3); a fresh parser each time, for a fault leaves one unusable.
 * @throws {LabError} LAB_FRAME_INVALID, with an `XmlFault` as its `cause`
 */
export const parseFrame = (frame: string): XmlElement => readXml(frame, new SaxesParser({ xmlns: true }));
