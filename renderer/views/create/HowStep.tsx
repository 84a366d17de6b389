import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Select, type SelectOption } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { TextField } from '../../components/TextField.tsx';
import { servedAddresses } from '../../frame/addresses.ts';
import { useStatus } from '../../frame/status.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { Fold } from './Fold.tsx';
import { pieceLengthsFor, pieceLengthText } from './pieceLengths.ts';
import { MAX_NAME_CHARACTERS, nameProblem, type NameProblem } from './shareName.ts';
import type { ShareOptions } from './shareOptions.ts';
import type { Found } from './useScan.ts';

export interface HowStepProps {
  readonly found: Found;
  readonly options: ShareOptions;
  readonly onOptions: (options: ShareOptions) => void;
  /** Enter in the name. */
  readonly onShare: () => void;
}

const PROBLEMS = {
  empty: 'how.nameEmpty',
  separator: 'how.nameSeparator',
  reserved: 'how.nameReserved',
  unseen: 'how.nameUnseen',
  forbidden: 'how.nameForbidden',
  ending: 'how.nameEnding',
  device: 'how.nameDevice',
  'too-long': 'how.nameTooLong',
} as const satisfies Readonly<Record<NameProblem, string>>;
const MAX_COMMENT_CHARACTERS = 4096;

/** Name, who may find it, a comment; everything has an answer already. */
export function HowStep({ found, options, onOptions, onShare }: HowStepProps): ReactNode {
  const { t } = useTranslation('create');
  const name = options.name ?? safeText(found.name, MAX_NAME_CHARACTERS);
  const problem = nameProblem(name);
  return (
    <form
      className="flex flex-1 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onShare();
      }}
    >
      <TextField
        label={t('how.name')}
        value={name}
        onChange={(changed) => onOptions({ ...options, name: changed })}
        maxLength={MAX_NAME_CHARACTERS}
        autoFocus
        {...(problem === undefined ? {} : { error: t(PROBLEMS[problem]) })}
      />
      <TextField
        label={t('how.comment')}
        value={options.comment}
        onChange={(comment) => onOptions({ ...options, comment })}
        maxLength={MAX_COMMENT_CHARACTERS}
        rows={2}
      />
      <Switch
        label={t('how.private')}
        description={t('how.privateText')}
        isSelected={options.isPrivate}
        onChange={(isPrivate) => onOptions({ ...options, isPrivate })}
      />
      <Trackers />
      <Fold title={t('how.advanced')}>
        <PieceLengths found={found} options={options} onOptions={onOptions} />
      </Fold>
    </form>
  );
}

/** They are this Granary's own, and always those of the moment: nobody has to type them. */
function Trackers(): ReactNode {
  const { t } = useTranslation('create');
  const status = useStatus();
  const urls = status === undefined ? [] : servedAddresses(status).map(({ url }) => `${url}announce`);
  return (
    <div>
      <p className="font-medium">{t('how.trackers')}</p>
      {urls.length === 0 ? <p className="text-muted">{t('how.noTrackers')}</p> : null}
      <ul className="mt-0.5 text-muted">
        {urls.map((url) => (
          <li key={url} className="figures truncate">
            {url}
          </li>
        ))}
      </ul>
      <p className="mt-0.5 text-sm text-muted">{t('how.trackersText')}</p>
    </div>
  );
}

const AUTOMATIC = 'automatic';

function PieceLengths({ found, options, onOptions }: Omit<HowStepProps, 'onShare'>): ReactNode {
  const { t } = useTranslation('create');
  const format = useFormat();
  const words = (bytes: number, count: number): string =>
    t('how.pieces', { count, length: pieceLengthText(bytes), shown: format.count(count) });
  const choices: readonly SelectOption<string>[] = [
    { value: AUTOMATIC, label: t('how.automatic', { pieces: words(found.pieceLength, found.pieces) }) },
    ...pieceLengthsFor(found.bytes).map(({ bytes, pieces }) => ({ value: String(bytes), label: words(bytes, pieces) })),
  ];
  const choose = (value: string): void => {
    const { pieceLength: _, ...others } = options;
    onOptions(value === AUTOMATIC ? others : { ...others, pieceLength: Number(value) });
  };
  return (
    <div className="max-w-sm pb-1">
      <Select
        label={t('how.pieceLength')}
        description={t('how.pieceLengthText')}
        value={options.pieceLength === undefined ? AUTOMATIC : String(options.pieceLength)}
        onChange={choose}
        options={choices}
      />
    </div>
  );
}
