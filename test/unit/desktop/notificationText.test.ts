import { describe, expect, test } from 'vitest';
import { notificationText } from '../../../electron/desktop/notificationText.ts';

describe('the text of a notification', () => {
  test('holds no markup where bodies are HTML, and is left alone elsewhere', () => {
    const text = { title: 'Everyone has “<b>R&D</b>”', body: 'Not “<a href="x">R&amp;D</a>”' };
    expect(notificationText(text, 'linux')).toEqual({
      title: text.title,
      body: 'Not “&lt;a href="x"&gt;R&amp;amp;D&lt;/a&gt;”',
    });
    expect(notificationText(text, 'win32')).toEqual(text);
    expect(notificationText(text, 'darwin')).toEqual(text);
  });

  test('is short, and shows what would steer it', () => {
    const { title, body } = notificationText(
      { title: `a\u202e${'b'.repeat(4000)}`, body: `c\n${'d'.repeat(4000)}` },
      'linux',
    );
    expect(title).toMatch(/^a‹U\+202E›b{118}…$/u);
    expect(body).toMatch(/^c\u240ad{298}…$/u);
  });
});
