import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** Where the window's source asks for a translated text, and where it has a text that is not translated. */
export interface TranslationUse {
  readonly used: readonly UsedKey[];
  /** `file:line text` of what a person would read in one language only. */
  readonly literals: readonly string[];
  /** Calls whose key is any text, as far as the types tell: it must come from a table in the same folder. */
  readonly unclear: readonly UnclearCall[];
  /** All strings in the source of a folder. */
  readonly strings: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface UnclearCall {
  /** Empty when that cannot be told either. */
  readonly namespace: string;
  readonly folder: string;
  readonly where: string;
}

export interface UsedKey {
  readonly namespace: string;
  readonly key: string;
  /** `file:line` */
  readonly where: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
/** Attributes that are read out or shown as they are. */
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'label', 'description', 'alt', 'aria-description']);
const WORD = /\p{L}{2,}/u;
/** Names that are the same in every language. */
const NAMES = new Set(['Granary']);

interface Finding {
  readonly used: UsedKey[];
  readonly literals: string[];
  readonly unclear: UnclearCall[];
  readonly strings: Map<string, Set<string>>;
}

/** Reads the whole renderer with the compiler's own eyes, so that keys from tables count with the types of the tables. */
export function readTranslationUse(): TranslationUse {
  const config = ts.getParsedCommandLineOfConfigFile(
    resolve(ROOT, 'renderer/tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
      },
    },
  );
  if (config === undefined) throw new Error('renderer/tsconfig.json cannot be read');
  const program = ts.createProgram(config.fileNames, { ...config.options, noEmit: true, composite: false });
  const checker = program.getTypeChecker();
  const finding: Finding = { used: [], literals: [], unclear: [], strings: new Map() };
  for (const file of program.getSourceFiles()) {
    if (file.fileName.startsWith(`${ROOT}/renderer/`) && !file.isDeclarationFile && !file.fileName.endsWith('.json')) {
      visit(file, { file, checker, finding });
    }
  }
  return finding;
}

interface Reader {
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  readonly finding: Finding;
}

function visit(node: ts.Node, reader: Reader): void {
  if (ts.isStringLiteralLike(node)) keepString(node.text, reader);
  if (ts.isCallExpression(node)) readCall(node, reader);
  if (ts.isJsxText(node)) readLiteral(node, node.text, reader);
  if (ts.isJsxExpression(node) && node.expression !== undefined && ts.isStringLiteralLike(node.expression)) {
    if (ts.isJsxElement(node.parent) || isSpoken(node.parent)) readLiteral(node, node.expression.text, reader);
  }
  if (isSpoken(node) && node.initializer !== undefined && ts.isStringLiteral(node.initializer)) {
    readLiteral(node, node.initializer.text, reader);
  }
  ts.forEachChild(node, (child) => visit(child, reader));
}

function keepString(text: string, { file, finding }: Reader): void {
  const folder = dirname(file.fileName);
  const strings = finding.strings.get(folder) ?? new Set<string>();
  finding.strings.set(folder, strings.add(text));
}

function isSpoken(node: ts.Node): node is ts.JsxAttribute {
  return ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText());
}

function readLiteral(node: ts.Node, text: string, { file, finding }: Reader): void {
  const trimmed = text.trim();
  if (WORD.test(trimmed) && !NAMES.has(trimmed)) finding.literals.push(`${place(file, node)} ${trimmed}`);
}

/** `t(key)`, under whatever name: what counts is that its type is i18next's, which carries the namespace. */
function readCall(call: ts.CallExpression, reader: Reader): void {
  const { file, checker, finding } = reader;
  const [argument] = call.arguments;
  if (!ts.isIdentifier(call.expression) || argument === undefined) return;
  const translator = checker.getTypeAtLocation(call.expression);
  if (translator.symbol?.name !== 'TFunction') return;
  const where = place(file, call);
  const namespace = namespaceOf(translator, checker);
  const type = checker.getTypeAtLocation(argument);
  for (const key of type.isUnion() ? type.types : [type]) {
    if (namespace !== undefined && key.isStringLiteral())
      finding.used.push({ ...splitKey(key.value, namespace), where });
    else finding.unclear.push({ namespace: namespace ?? '', folder: dirname(file.fileName), where });
  }
}

function splitKey(key: string, namespace: string): Pick<UsedKey, 'namespace' | 'key'> {
  const [first = '', rest] = key.split(':');
  return rest === undefined ? { namespace, key } : { namespace: first, key: rest };
}

/** The first argument of `TFunction`: a namespace, or a list whose first one counts. */
function namespaceOf(translator: ts.Type, checker: ts.TypeChecker): string | undefined {
  const [first] = checker.getTypeArguments(translator as ts.TypeReference);
  if (first === undefined) return undefined;
  const [head] = checker.isTupleType(first) ? checker.getTypeArguments(first as ts.TypeReference) : [first];
  return head?.isStringLiteral() === true ? head.value : undefined;
}

function place(file: ts.SourceFile, node: ts.Node): string {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${file.fileName.slice(ROOT.length + 1)}:${line + 1}`;
}
