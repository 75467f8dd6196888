/** What happened in a run, counted: a run without reorganisations or faults proves nothing. */
export interface Statistics {
  /** Changes of any peer's best chain that undid blocks. */
  reorganisations: number;
  /** The most blocks that one of them undid. */
  deepestReorganisation: number;
  faults: number;
  crashes: number;
  /** Committed, unsynced writes that crashes took. */
  lostWrites: number;
  /** Writes that a crash tore, and the log's checksums told. */
  tornWrites: number;
  /** Payments that a peer took and acknowledged. */
  payments: number;
  /** Bans of those who deserved it. */
  bans: number;
  /** Identities that were thrown out of a permissioned network. */
  revocations: number;
  /** Greetings of strangers that were refused for their ticket. */
  strangersRefused: number;
  /** Sessions of honest peers that ended because a ticket ran out or was revoked. */
  sessionsCut: number;
  /** Times that a peer's chain, accounts and supply were compared with the reference. */
  comparisons: number;
}

export function noStatistics(): Statistics {
  return {
    reorganisations: 0,
    deepestReorganisation: 0,
    faults: 0,
    crashes: 0,
    lostWrites: 0,
    tornWrites: 0,
    payments: 0,
    bans: 0,
    revocations: 0,
    strangersRefused: 0,
    sessionsCut: 0,
    comparisons: 0,
  };
}

/** Adds one run's numbers to those of others. */
export function addStatistics(sum: Statistics, more: Statistics): void {
  for (const key of Object.keys(sum) as (keyof Statistics)[]) {
    sum[key] = key === 'deepestReorganisation' ? Math.max(sum[key], more[key]) : sum[key] + more[key];
  }
}
