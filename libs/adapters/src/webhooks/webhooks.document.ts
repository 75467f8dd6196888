/** What the API's document says of subscriptions. */
export const WEBHOOKS_DESCRIPTION = `The peer POSTs every event of \`GET /v1/events\` that has a number, in that order and one after another: JSON
\`{"id": NUMBER, "type": EVENT, "timestamp": TIME, "data": {…}}\` with the data of the stream. Signed as Standard
Webhooks 1.0 has it: \`webhook-signature\` is \`v1,\` and the Base64 of HMAC-SHA256, with the Base64-decoded secret, over
\`webhook-id.webhook-timestamp.body\`; several of them, divided by spaces, after a secret was replaced. Check it, refuse
old timestamps, answer 2xx within ten seconds and work later.

Every event comes at least once, also over restarts of either side: drop repeats by \`webhook-id\`, which stays the same.
What fails is tried ten times within some half an hour, the waits growing threefold with chance, and no shorter than
\`Retry-After\` of the answer asks for, up to ten minutes. Then the event becomes a dead letter and the next one's turn
comes. With 1,000 dead letters delivery pauses. Should the journal (100,000 entries) ever lose events that are still to
be delivered, \`events.passed\` tells \`first\` and \`last\` of them.

Redirects are not followed. Receivers in private networks and on this machine need
\`CHEESE_WEBHOOKS_ALLOW_PRIVATE\`, which is on by itself where the API answers this machine alone.`;

/** What it says of replacing a secret. */
export const ROTATION_DESCRIPTION = `From now on deliveries are signed with the new secret, and for the overlap with the one so far as well:
\`webhook-signature\` has both signatures, divided by a space, as Standard Webhooks 1.0 has it. So a receiver that knows
either believes them, and can change over in between. Repeated with the same \`secret\` it changes nothing.`;
