import { SetMetadata } from '@nestjs/common';

/**
 * `read`: open on this machine, with the token from elsewhere; `protected`: needs the token always; `open`: needs
 * none, for probes and metrics.
 */
export type Access = 'read' | 'protected' | 'open';

export const ACCESS = Symbol('access');

/** Changes something or touches the wallet: needs the access token from everywhere. */
export const NeedsToken = () => SetMetadata(ACCESS, 'protected' satisfies Access);

/** For probes and scrapers: neither token nor Host check. */
export const OpenToAll = () => SetMetadata(ACCESS, 'open' satisfies Access);
