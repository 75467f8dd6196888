import { AccountEntity } from './entities/account.entity.ts';
import { AccountJournalEntity } from './entities/account-journal.entity.ts';
import { BestChainEntity } from './entities/best-chain.entity.ts';
import { BodyEntity } from './entities/body.entity.ts';
import { ChainStateEntity } from './entities/chain-state.entity.ts';
import { EventEntity } from './entities/event.entity.ts';
import { EventStateEntity } from './entities/event-state.entity.ts';
import { EventSubjectEntity } from './entities/event-subject.entity.ts';
import { HeaderEntity } from './entities/header.entity.ts';
import { OpenTransactionEntity } from './entities/open-transaction.entity.ts';
import { PaymentKeyEntity } from './entities/payment-key.entity.ts';
import { PlaceChunkEntity } from './entities/place-chunk.entity.ts';
import { PlaceRunEntity } from './entities/place-run.entity.ts';
import { ReorganisationEntity } from './entities/reorganisation.entity.ts';
import { UndoEntity } from './entities/undo.entity.ts';
import { WebhookEntity } from './entities/webhook.entity.ts';
import { WebhookDeadLetterEntity } from './entities/webhook-dead-letter.entity.ts';
import { ChainSchema1790000000000 } from './migrations/chain-schema.migration.ts';
import { EventJournal1790200000000 } from './migrations/event-journal.migration.ts';
import { PaymentKeys1790100000000 } from './migrations/payment-keys.migration.ts';
import { PrunedHeights1790300000000 } from './migrations/pruned-heights.migration.ts';
import { Reorganisations1790400000000 } from './migrations/reorganisations.migration.ts';
import { WebhookSecrets1790600000000 } from './migrations/webhook-secrets.migration.ts';
import { Webhooks1790500000000 } from './migrations/webhooks.migration.ts';

/** What the file is made of. A new table is an entity here and a migration at the end of the list. */
export const SCHEMA = {
  entities: [
    ChainStateEntity,
    HeaderEntity,
    BestChainEntity,
    BodyEntity,
    UndoEntity,
    AccountEntity,
    AccountJournalEntity,
    PlaceRunEntity,
    PlaceChunkEntity,
    OpenTransactionEntity,
    PaymentKeyEntity,
    EventEntity,
    EventSubjectEntity,
    EventStateEntity,
    WebhookEntity,
    WebhookDeadLetterEntity,
    ReorganisationEntity,
  ],
  /** In the order they run; the file's `user_version` says how many it has had. */
  migrations: [
    ChainSchema1790000000000,
    PaymentKeys1790100000000,
    EventJournal1790200000000,
    PrunedHeights1790300000000,
    Reorganisations1790400000000,
    Webhooks1790500000000,
    WebhookSecrets1790600000000,
  ],
  /** `Chee`, in the file's header: tells our files from other programs'. */
  applicationId: 0x43_68_65_65,
};
