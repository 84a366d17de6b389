import { safeText } from '../../shared/safeText.ts';

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

const MAX_TITLE_CHARACTERS = 120;
const MAX_BODY_CHARACTERS = 300;

/**
 * As it is handed to the system: short, one line each, nothing in it that steers. On Linux bodies are HTML by the Desktop
 * Notifications Specification (titles are not), and neither Electron nor libnotify escapes them.
 */
export function notificationText({ title, body }: NotificationText, platform: NodeJS.Platform): NotificationText {
  const plain = safeText(body, MAX_BODY_CHARACTERS);
  return { title: safeText(title, MAX_TITLE_CHARACTERS), body: platform === 'linux' ? escapeMarkup(plain) : plain };
}

/** The three that the specification's markup needs; more entities than these are not known everywhere. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
