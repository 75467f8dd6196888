/** What the API's document says of events. */
export const EVENTS_DESCRIPTION = `Server-sent events (WHATWG HTML). Events have numbers that rise without gaps; with \`Last-Event-ID\` a listener
that was cut off, or whose peer was restarted, hears everything since, once and in order. Without it the stream begins
now. Of a block that was
pruned since only the header is told (\`pruned\`). A comment comes every 15 seconds when nothing else does; a listener that takes nothing for 30 seconds is cut off.

| event | data, beside the \`time\` when it was noted |
|---|---|
| \`block.connected\` | \`hash, height, previousHash, timestamp, size, reward, transactionCount\`; then, each with a number of its own, \`transaction.confirmed\` for all its transactions |
| \`block.disconnected\` | the same, newest first, when another chain becomes the best |
| \`transaction.confirmed\` | the transaction |
| \`transaction.opened\` | the transaction, \`behindGap\` (it waits for an earlier nonce), \`returned\` (its block was disconnected) |
| \`transaction.dropped\` | the transaction and the \`code\` and values of the rule why |
| \`peer.connected\` | \`id, address, direction, agent\` |
| \`peer.disconnected\` | \`id\` and the \`code\` why |
| \`mining.progress\` | as \`GET /v1/mining\`, at most twice a second; a state and no happening, so without a number and never told again |
| \`sync.progress\` | \`height\` and \`sync\` as in \`GET /v1/chain\`: each new phase of catching up and its end, and in between at most twice a second; a state too |`;

export const EVENTS_EXAMPLE = `retry: 2000
id: 1042

id: 1043
event: block.disconnected
data: {"time":"2026-11-01T12:00:00.000Z","hash":"3f18…","height":7}

`;
