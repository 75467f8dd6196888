/** Classic pcap, microseconds, little-endian: https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/ */
const PCAP_MAGIC = 0xa1b2c3d4;
/** Packets begin with the IP header. */
const LINKTYPE_RAW = 101;
const MAX_PACKET_BYTES = 65_535;
/** As on Ethernet, so that what is longer must be put together again. */
const MAX_SEGMENT_BYTES = 1_460;
const IP_HEADER_BYTES = 20;
const TCP_HEADER_BYTES = 20;
const TCP_PROTOCOL = 6;
const [FIN, SYN, PUSH, ACK] = [1, 2, 8, 16];
/** 2027-01-15, the time of the examples. */
const FIRST_PACKET_SECONDS = 1_800_000_000;
const FIRST_CLIENT_PORT = 50_001;

/** One run of bytes of a connection, by who sent it. */
export interface Said {
  readonly by: 'client' | 'server';
  readonly bytes: Uint8Array;
}

/** A capture, as Wireshark reads it, of TCP connections that never were: between 192.0.2.7 and 192.0.2.8. */
export class CaptureFile {
  private readonly packets: Buffer[] = [];
  private connections = 0;

  /** Adds a connection to this port of the server: from its beginning to its end. */
  connection(port: number, said: readonly Said[]): this {
    const clientPort = FIRST_CLIENT_PORT + this.connections++;
    const next = { client: 1_000, server: 2_000 };
    const other = { client: 'server', server: 'client' } as const;
    const send = (by: Said['by'], flags: number, payload: Uint8Array): void => {
      const ports = by === 'client' ? [clientPort, port] : [port, clientPort];
      this.packets.push(packet({ by, ports, sequence: next[by], acknowledged: next[other[by]], flags, payload }));
      next[by] += payload.length + (flags & (SYN | FIN) ? 1 : 0);
    };
    const nothing = new Uint8Array(0);
    send('client', SYN, nothing);
    send('server', SYN | ACK, nothing);
    send('client', ACK, nothing);
    for (const { by, bytes } of said) {
      for (let at = 0; at < bytes.length; at += MAX_SEGMENT_BYTES) {
        send(by, PUSH | ACK, bytes.subarray(at, at + MAX_SEGMENT_BYTES));
      }
    }
    send('client', FIN | ACK, nothing);
    send('server', FIN | ACK, nothing);
    return this;
  }

  bytes(): Buffer {
    const header = Buffer.alloc(24);
    header.writeUInt32LE(PCAP_MAGIC, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(MAX_PACKET_BYTES, 16);
    header.writeUInt32LE(LINKTYPE_RAW, 20);
    return Buffer.concat([header, ...this.packets.flatMap((bytes, index) => [recordHeader(bytes, index), bytes])]);
  }
}

interface Segment {
  readonly by: Said['by'];
  readonly ports: readonly number[];
  readonly sequence: number;
  readonly acknowledged: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

function packet({ by, ports, sequence, acknowledged, flags, payload }: Segment): Buffer {
  const bytes = Buffer.alloc(IP_HEADER_BYTES + TCP_HEADER_BYTES + payload.length);
  const hosts = [Buffer.of(192, 0, 2, 7), Buffer.of(192, 0, 2, 8)];
  if (by === 'server') hosts.reverse();
  bytes.set([0x45, 0, bytes.length >> 8, bytes.length & 0xff, 0, 0, 0x40, 0, 64, TCP_PROTOCOL], 0);
  bytes.set(hosts[0] as Buffer, 12);
  bytes.set(hosts[1] as Buffer, 16);
  bytes.writeUInt16BE(checksum(bytes.subarray(0, IP_HEADER_BYTES)), 10);
  const tcp = bytes.subarray(IP_HEADER_BYTES);
  tcp.writeUInt16BE(ports[0] as number, 0);
  tcp.writeUInt16BE(ports[1] as number, 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt32BE(flags & ACK ? acknowledged : 0, 8);
  tcp.set([(TCP_HEADER_BYTES / 4) << 4, flags, 0xff, 0xff], 12);
  tcp.set(payload, TCP_HEADER_BYTES);
  const pseudoHeader = Buffer.alloc(12);
  pseudoHeader.set(bytes.subarray(12, 20), 0);
  pseudoHeader.set([0, TCP_PROTOCOL, tcp.length >> 8, tcp.length & 0xff], 8);
  tcp.writeUInt16BE(checksum(Buffer.concat([pseudoHeader, tcp])), 16);
  return bytes;
}

/** RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

function recordHeader(bytes: Buffer, index: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(FIRST_PACKET_SECONDS + Math.floor(index / 1_000), 0);
  header.writeUInt32LE((index % 1_000) * 1_000, 4);
  header.writeUInt32LE(bytes.length, 8);
  header.writeUInt32LE(bytes.length, 12);
  return header;
}
