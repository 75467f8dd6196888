export interface StreamEvent {
  readonly id: string | undefined;
  readonly name: string;
  /** Empty when the peer only told where the stream stands. */
  readonly data: string;
}

/** No event of a peer comes near: a stream that sends more in one is not worth listening to. */
const MAX_EVENT_CHARACTERS = 4_000_000;
/** A peer that has nothing to tell says so every 15 s: three times in vain, and the connection is dead. */
const SILENCE_TIMEOUT_MS = 45_000;

/**
 * Reads server-sent events (WHATWG HTML, "event stream interpretation") from the body of a `fetch`. `EventSource`
 * can't carry a bearer header, which peers on other machines ask for, so the page reads the stream itself.
 * Ends when the stream ends; throws when it breaks, falls silent (not even a heartbeat for `silenceTimeoutMs`, as
 * after a computer's sleep), or an event exceeds 4 million characters.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  silenceTimeoutMs = SILENCE_TIMEOUT_MS,
): AsyncGenerator<StreamEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await soon(reader.read(), silenceTimeoutMs);
      if (done) return;
      // A lone CR also ends a line; no peer sends one, and waiting for its LF would hold events back.
      rest = (rest + value).replaceAll('\r\n', '\n');
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      if (rest.length > MAX_EVENT_CHARACTERS) throw new Error('an event longer than any that a peer sends');
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function soon<T>(waited: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the stream fell silent')), timeoutMs);
  });
  return Promise.race([waited, tooLate]).finally(() => clearTimeout(timer));
}

function parseEvent(block: string): StreamEvent | undefined {
  let id: string | undefined;
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    else if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 && id === undefined ? undefined : { id, name, data: data.join('\n') };
}
