// What `vscode` is to a test in Node (esbuild.mjs puts it there): values that the extension makes, and a window in which a
// test sees what was shown and decides what people answer. It has what our code uses, and nothing else.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, posix, relative } from "node:path";

export class Disposable {
  readonly dispose: () => void;
  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => unknown>();
  readonly event = (listener: (event: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  get listeners(): number {
    return this.#listeners.size;
  }
  fire(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class RelativePattern {
  readonly base: string;
  readonly pattern: string;
  constructor(base: string, pattern: string) {
    this.base = base;
    this.pattern = pattern;
  }
}

export class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  private constructor(scheme: string, path: string, query = "") {
    this.scheme = scheme;
    this.path = path;
    this.query = query;
  }
  static file(path: string): Uri {
    return new Uri("file", path);
  }
  static from({
    scheme,
    path,
    query,
  }: {
    readonly scheme: string;
    readonly path: string;
    readonly query?: string;
  }): Uri {
    return new Uri(scheme, path, query);
  }
  static parse(text: string): Uri {
    const [, scheme = "file", path = text] = /^([\w.+-]+):(?:\/\/)?(.*)$/.exec(text) ?? [];
    return new Uri(scheme, path);
  }
  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    return new Uri(base.scheme, posix.join(base.path, ...parts));
  }
  with({
    scheme = this.scheme,
    path = this.path,
  }: {
    readonly scheme?: string;
    readonly path?: string;
  }): Uri {
    return new Uri(scheme, path);
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${this.path}${this.query === "" ? "" : `?${this.query}`}`;
  }
}

export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
  isEqual(other: Position): boolean {
    return this.line === other.line && this.character === other.character;
  }
  isBefore(other: Position): boolean {
    return this.line < other.line || (this.line === other.line && this.character < other.character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(...at: readonly [Position, Position] | readonly [number, number, number, number]) {
    this.start = at.length === 2 ? at[0] : new Position(at[0], at[1]);
    this.end = at.length === 2 ? at[1] : new Position(at[2], at[3]);
  }
}

export class Selection extends Range {}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class MarkdownString {
  value: string;
  constructor(value = "") {
    this.value = value;
  }
}

export class TreeItem {
  label: string;
  collapsibleState: number;
  constructor(label: string, collapsibleState = 0) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: unknown;
  constructor(range: Range, command: unknown) {
    this.range = range;
    this.command = command;
  }
}

export const CodeActionKind = { QuickFix: "quickfix" };

export class CodeAction {
  readonly title: string;
  readonly kind: string;
  edit: WorkspaceEdit | undefined;
  diagnostics: readonly Diagnostic[] | undefined;
  isPreferred: boolean | undefined;
  constructor(title: string, kind: string) {
    this.title = title;
    this.kind = kind;
  }
}

export class FileDecoration {
  readonly badge: string | undefined;
  constructor(badge?: string) {
    this.badge = badge;
  }
}

export class LanguageModelTextPart {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

export class LanguageModelToolResult {
  readonly content: readonly unknown[];
  constructor(content: readonly unknown[]) {
    this.content = content;
  }
}

export class WorkspaceEdit {
  readonly edits: unknown[][] = [];
  createFile(...edit: readonly unknown[]): void {
    this.edits.push(["createFile", ...edit]);
  }
  insert(...edit: readonly unknown[]): void {
    this.edits.push(["insert", ...edit]);
  }
  replace(...edit: readonly unknown[]): void {
    this.edits.push(["replace", ...edit]);
  }
}

export class TabInputText {
  readonly uri: Uri;
  constructor(uri: Uri) {
    this.uri = uri;
  }
}

/** A tab of a panel. */
export class TabInputWebview {
  readonly viewType: string;
  constructor(viewType: string) {
    this.viewType = viewType;
  }
}

/** A tab of a custom editor: a picture, say. */
export class TabInputCustom {
  readonly uri: Uri;
  readonly viewType: string;
  constructor(uri: Uri, viewType: string) {
    this.uri = uri;
    this.viewType = viewType;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const TreeItemCheckboxState = { Unchecked: 0, Checked: 1 };
export const ViewColumn = { Active: -1, Beside: -2, One: 1 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const TextEditorRevealType = { Default: 0, InCenter: 1, InCenterIfOutsideViewport: 2 };

/** A text in an editor. Saving writes it, unless the test has it refused. */
export class StandInDocument {
  readonly uri: Uri;
  text: string;
  isDirty: boolean;
  isClosed = false;
  /** Where false, saving is refused, as by a file that is newer on disk. */
  canSave = true;
  constructor(uri: Uri, text: string, isDirty: boolean) {
    this.uri = uri;
    this.text = text;
    this.isDirty = isDirty;
  }
  get isUntitled(): boolean {
    return this.uri.scheme === "untitled";
  }
  get fileName(): string {
    return this.uri.fsPath;
  }
  getText(): string {
    return this.text;
  }
  positionAt(offset: number): Position {
    const lines = this.text.slice(0, offset).split("\n");
    return new Position(lines.length - 1, (lines.at(-1) ?? "").length);
  }
  offsetAt({ line, character }: Position): number {
    const before = this.text.split("\n").slice(0, line);
    return before.reduce((offset, text) => offset + text.length + 1, 0) + character;
  }
  /** All at once: every place is one of the text before. */
  replace(edits: readonly { readonly range: Range; readonly content: string }[]): void {
    const placed = edits.map(({ range, content }) => ({
      start: this.offsetAt(range.start),
      end: this.offsetAt(range.end),
      content,
    }));
    for (const { start, end, content } of placed.sort((a, b) => b.start - a.start)) {
      this.text = this.text.slice(0, start) + content + this.text.slice(end);
      this.isDirty = true;
    }
  }
  save(): Promise<boolean> {
    if (this.canSave) {
      writeFileSync(this.uri.fsPath, this.text);
      this.isDirty = false;
    }
    return Promise.resolve(this.canSave);
  }
}

/** A webview panel: what the host posts is kept, and a test speaks for the page. */
export class StandInPanel {
  readonly viewType: string;
  title: string;
  iconPath: unknown;
  viewColumn: number | undefined;
  active = true;
  visible = true;
  disposed = false;
  /** How often it was brought to the front. */
  reveals = 0;
  readonly posted: unknown[] = [];
  readonly #received = new EventEmitter<unknown>();
  readonly #gone = new EventEmitter<undefined>();
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidDispose = this.#gone.event;
  readonly onDidChangeViewState = this.#changed.event;
  readonly webview = {
    html: "",
    options: {},
    cspSource: "test:",
    asWebviewUri: (uri: Uri) => uri,
    onDidReceiveMessage: this.#received.event,
    postMessage: (packet: unknown): Promise<boolean> => {
      this.posted.push(packet);
      return Promise.resolve(!this.disposed);
    },
  };
  constructor(viewType: string, title: string) {
    this.viewType = viewType;
    this.title = title;
  }
  /** The page says something. */
  say(packet: unknown): void {
    this.#received.fire(packet);
  }
  show(visible: boolean): void {
    this.visible = visible;
    this.#changed.fire(undefined);
  }
  reveal(): void {
    this.reveals++;
  }
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.#gone.fire(undefined);
  }
}

export interface ShownMessage {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly actions: readonly string[];
}

export interface StandInTree {
  getChildren(node?: unknown): Promise<unknown[]>;
  getTreeItem(node: unknown): unknown;
  resolveTreeItem?(item: unknown, node: unknown): unknown;
}

export interface StandInTool {
  prepareInvocation(options: { readonly input: unknown }): Promise<unknown>;
  invoke(options: { readonly input: unknown }): Promise<unknown>;
}

const freshWindow = () => ({
  isTrusted: true,
  settings: new Map<string, unknown>(),
  /** The user's own settings, which the workspace's come before. */
  userSettings: new Map<string, unknown>(),
  workspaceFolders: undefined as
    { readonly uri: Uri; readonly name: string; readonly index: number }[] | undefined,
  documents: [] as StandInDocument[],
  activeDocument: undefined as StandInDocument | undefined,
  messages: [] as ShownMessage[],
  /** Of each document, by its address. */
  problems: new Map<string, readonly Diagnostic[]>(),
  /** Which button a person presses. */
  answer: (() => undefined) as (message: ShownMessage) => string | undefined,
  /** Which item a person picks; an array where several may be. */
  pick: (() => undefined) as (items: readonly unknown[], options: unknown) => unknown,
  /** What a person types. */
  type: (() => undefined) as (options: unknown) => string | undefined,
  /** The files that a search of the workspace finds. */
  find: (() => []) as (pattern: unknown) => readonly string[],
  /** The place a person chooses in a dialog. */
  place: (() => undefined) as (options: unknown) => Uri | undefined,
  panels: [] as StandInPanel[],
  tabs: [] as { readonly input: unknown; readonly label: string; readonly isPinned: boolean }[],
  statusMessages: [] as string[],
  /** What output channels were given. */
  output: [] as string[],
  progress: [] as string[],
  executed: [] as (readonly unknown[])[],
  registered: new Map<string, (...given: unknown[]) => unknown>(),
  serializers: new Map<string, unknown>(),
  /** What gives texts to addresses, by their scheme. */
  texts: new Map<string, { provideTextDocumentContent(uri: Uri): Promise<string> }>(),
  /** What feeds each tree, and the tools of language models. */
  trees: new Map<string, StandInTree>(),
  tools: new Map<string, StandInTool>(),
  opened: [] as Uri[],
  /** The text editor that was shown last. */
  shownEditor: null as { readonly selections: readonly Range[] } | null,
  /** What the system's own programs were asked to show. */
  openedOutside: [] as Uri[],
  clipboard: "",
});

/** The window as the test sees and answers it. */
export const standIn = freshWindow();

/** A window in which nothing has happened yet. */
export function newStandIn(): typeof standIn {
  return Object.assign(standIn, freshWindow());
}

/** Opens a text in an editor. */
export function openDocument(path: string, text: string, { dirty = false } = {}): StandInDocument {
  const document = new StandInDocument(Uri.file(path), text, dirty);
  standIn.documents.push(document);
  return document;
}

/** What `activate` is given, with states that are kept in memory. */
export function standInContext(folder: string) {
  const memento = () => {
    const kept = new Map<string, unknown>();
    return {
      keys: () => [...kept.keys()],
      get: (key: string, otherwise?: unknown) => (kept.has(key) ? kept.get(key) : otherwise),
      update: (key: string, value: unknown) => {
        kept.set(key, value);
        return Promise.resolve();
      },
    };
  };
  return {
    subscriptions: [] as Disposable[],
    extensionUri: Uri.file(folder),
    extensionPath: folder,
    globalStorageUri: Uri.joinPath(Uri.file(folder), "global-storage"),
    workspaceState: memento(),
    globalState: memento(),
  };
}

const nothing = () => new Disposable(() => undefined);
const never = () => nothing();

async function message(severity: ShownMessage["severity"], text: string, rest: readonly unknown[]) {
  const [first, ...others] = rest;
  const isOptions = typeof first === "object" && first !== null && !("title" in first);
  const items = isOptions ? others : rest;
  const titleOf = (item: unknown) =>
    typeof item === "object" && item !== null && "title" in item ? String(item.title) : String(item);
  const shown = { severity, text, options: isOptions ? { ...first } : {}, actions: items.map(titleOf) };
  standIn.messages.push(shown);
  const chosen = standIn.answer(shown);
  return Promise.resolve(items.find(item => titleOf(item) === chosen));
}

const writes = (text: string) => {
  standIn.output.push(text);
};

const outputChannel = () => ({
  appendLine: writes,
  clear: () => undefined,
  show: () => undefined,
  info: writes,
  warn: writes,
  error: writes,
  dispose: () => undefined,
});

const visibilityChanged = new EventEmitter<{ readonly visible: boolean }>();

const treeView = () => ({
  visible: true,
  message: "",
  description: "",
  badge: undefined,
  selection: [],
  onDidChangeVisibility: visibilityChanged.event,
  onDidChangeSelection: never,
  onDidChangeCheckboxState: never,
  reveal: () => Promise.resolve(),
  dispose: () => undefined,
});

export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;

/** The arrow in a question's title. */
export const QuickInputButtons = { Back: { tooltip: "Back" } };

interface QuickInput {
  items: readonly unknown[];
  selectedItems: readonly unknown[];
  value: string;
}

/** A question that the person answers once it is shown: "back" presses the arrow, nothing leaves it. */
function quickInput(answer: (input: QuickInput) => unknown) {
  const [accepted, pressed, hidden, typed] = [
    new EventEmitter<undefined>(),
    new EventEmitter<unknown>(),
    new EventEmitter<undefined>(),
    new EventEmitter<string>(),
  ];
  const input = {
    items: [] as readonly unknown[],
    selectedItems: [] as readonly unknown[],
    value: "",
    onDidAccept: accepted.event,
    onDidTriggerButton: pressed.event,
    onDidHide: hidden.event,
    onDidChangeValue: typed.event,
    /** As a person types it into the list's box. */
    type: (text: string) => {
      typed.fire(text);
    },
    show: () => {
      const given = answer(input);
      if (given === undefined) hidden.fire(undefined);
      else if (given === "back") pressed.fire(QuickInputButtons.Back);
      else accepted.fire(undefined);
    },
    dispose: () => undefined,
  };
  return input;
}

export const window = {
  get activeTextEditor() {
    return standIn.activeDocument === undefined ? undefined : { document: standIn.activeDocument };
  },
  tabGroups: {
    activeTabGroup: { activeTab: undefined },
    get all() {
      return [{ tabs: standIn.tabs }];
    },
  },
  showInformationMessage: (text: string, ...rest: unknown[]) => message("info", text, rest),
  showWarningMessage: (text: string, ...rest: unknown[]) => message("warning", text, rest),
  showErrorMessage: (text: string, ...rest: unknown[]) => message("error", text, rest),
  setStatusBarMessage: (text: string) => {
    standIn.statusMessages.push(text);
    return nothing();
  },
  showQuickPick: async (items: unknown, options?: unknown) =>
    Promise.resolve(standIn.pick((await items) as readonly unknown[], options)),
  showInputBox: (options?: unknown) => Promise.resolve(standIn.type(options)),
  createQuickPick: () =>
    quickInput(input => {
      const rows = (input.items as readonly { readonly kind?: number }[]).filter(
        ({ kind }) => kind !== QuickPickItemKind.Separator,
      );
      const picked = standIn.pick(rows, input);
      input.selectedItems = picked === undefined || picked === "back" ? [] : [picked];
      return picked;
    }),
  createInputBox: () =>
    quickInput(input => {
      const typed = standIn.type(input);
      if (typed !== undefined && typed !== "back") input.value = typed;
      return typed;
    }),
  showOpenDialog: (options?: unknown) => {
    const place = standIn.place(options);
    return Promise.resolve(place === undefined ? undefined : [place]);
  },
  showSaveDialog: (options?: unknown) => Promise.resolve(standIn.place(options)),
  showTextDocument: (document: Uri | StandInDocument) => {
    standIn.opened.push(document instanceof Uri ? document : document.uri);
    const editor = { document, selections: [] as readonly Range[], revealRange: () => undefined };
    standIn.shownEditor = editor;
    return Promise.resolve(editor);
  },
  withProgress: async (options: { readonly title?: string }, task: (...given: unknown[]) => unknown) => {
    standIn.progress.push(options.title ?? "");
    const token = { isCancellationRequested: false, onCancellationRequested: never };
    return Promise.resolve(task({ report: () => undefined }, token));
  },
  createOutputChannel: outputChannel,
  createStatusBarItem: () => ({
    text: "",
    tooltip: "",
    command: "",
    show: () => undefined,
    hide: () => undefined,
    dispose: () => undefined,
  }),
  createTreeView: (id: string, { treeDataProvider }: { readonly treeDataProvider: StandInTree }) => {
    standIn.trees.set(id, treeDataProvider);
    return treeView();
  },
  createWebviewPanel: (viewType: string, title: string) => {
    const panel = new StandInPanel(viewType, title);
    standIn.panels.push(panel);
    return panel;
  },
  registerWebviewPanelSerializer: (viewType: string, serializer: unknown) => {
    standIn.serializers.set(viewType, serializer);
    return nothing();
  },
  registerFileDecorationProvider: nothing,
};

const configuration = (section: string) => ({
  get: (key: string, otherwise?: unknown) =>
    standIn.settings.get(`${section}.${key}`) ?? standIn.userSettings.get(`${section}.${key}`) ?? otherwise,
  inspect: (key: string) => ({
    key: `${section}.${key}`,
    globalValue: standIn.userSettings.get(`${section}.${key}`),
    workspaceValue: standIn.settings.get(`${section}.${key}`),
  }),
  update: (key: string, value: unknown) => {
    standIn.settings.set(`${section}.${key}`, value);
    return Promise.resolve();
  },
});

const foldersChanged = new EventEmitter<undefined>();

/** The person opens these folders and no others. */
export function openFolders(...paths: readonly string[]): void {
  standIn.workspaceFolders = paths.map((path, index) => ({
    uri: Uri.file(path),
    name: basename(path),
    index,
  }));
  foldersChanged.fire(undefined);
}

const came = new EventEmitter<Uri>();
const went = new EventEmitter<Uri>();

/** What the editor's watchers say of files and folders, whatever their patterns. */
export const watched = { came, went };

const trustGranted = new EventEmitter<undefined>();

/** A person trusts the workspace. */
export function grantTrust(): void {
  standIn.isTrusted = true;
  trustGranted.fire(undefined);
}

export const workspace = {
  get isTrusted() {
    return standIn.isTrusted;
  },
  get workspaceFolders() {
    return standIn.workspaceFolders;
  },
  get textDocuments() {
    return standIn.documents;
  },
  getConfiguration: configuration,
  registerTextDocumentContentProvider: (
    scheme: string,
    provider: { provideTextDocumentContent(uri: Uri): Promise<string> },
  ) => {
    standIn.texts.set(scheme, provider);
    return nothing();
  },
  getWorkspaceFolder: (uri: Uri) =>
    standIn.workspaceFolders?.find(folder => uri.fsPath.startsWith(folder.uri.fsPath)),
  asRelativePath: (path: string | Uri) => {
    const file = typeof path === "string" ? path : path.fsPath;
    const [folder] = standIn.workspaceFolders ?? [];
    return folder !== undefined && file.startsWith(folder.uri.fsPath)
      ? relative(folder.uri.fsPath, file)
      : file;
  },
  findFiles: (pattern: unknown) => Promise.resolve(standIn.find(pattern).map(path => Uri.file(path))),
  openTextDocument: (what: Uri | string | { readonly content?: string }) => {
    if (typeof what === "object" && !(what instanceof Uri))
      return Promise.resolve(
        new StandInDocument(Uri.from({ scheme: "untitled", path: "Untitled-1" }), what.content ?? "", true),
      );
    const uri = typeof what === "string" ? Uri.file(what) : what;
    const open = standIn.documents.find(document => document.uri.toString() === uri.toString());
    return Promise.resolve(open ?? new StandInDocument(uri, readFileSync(uri.fsPath, "utf8"), false));
  },
  /** Of an edit the files that it makes, and what it replaces in texts that are open, or puts into them. */
  applyEdit: (edit: WorkspaceEdit) => {
    for (const [kind, uri, options] of edit.edits)
      if (kind === "createFile" && uri instanceof Uri)
        writeFileSync(uri.fsPath, (options as { readonly contents: Uint8Array }).contents, { flag: "wx" });
    for (const document of standIn.documents)
      document.replace(
        edit.edits.flatMap(([kind, uri, place, content]) => {
          if (!["replace", "insert"].includes(String(kind)) || String(uri) !== String(document.uri))
            return [];
          const range = place instanceof Position ? new Range(place, place) : (place as Range);
          return [{ range, content: String(content) }];
        }),
      );
    return Promise.resolve(true);
  },
  createFileSystemWatcher: () => ({
    onDidCreate: came.event,
    onDidChange: never,
    onDidDelete: went.event,
    dispose: () => undefined,
  }),
  fs: {
    readFile: (uri: Uri) => Promise.resolve(readFileSync(uri.fsPath)),
    writeFile: (uri: Uri, bytes: Uint8Array) => {
      mkdirSync(dirname(uri.fsPath), { recursive: true });
      writeFileSync(uri.fsPath, bytes);
      return Promise.resolve();
    },
  },
  onDidGrantWorkspaceTrust: trustGranted.event,
  onDidChangeWorkspaceFolders: foldersChanged.event,
  onDidRenameFiles: never,
  onDidChangeConfiguration: never,
  onDidOpenTextDocument: never,
  onDidChangeTextDocument: never,
  onDidSaveTextDocument: never,
  onDidCloseTextDocument: never,
};

export const commands = {
  registerCommand: (name: string, run: (...given: unknown[]) => unknown) => {
    standIn.registered.set(name, run);
    return nothing();
  },
  executeCommand: (name: string, ...given: unknown[]) => {
    standIn.executed.push([name, ...given]);
    return Promise.resolve(standIn.registered.get(name)?.(...given));
  },
};

export const languages = {
  createDiagnosticCollection: () => {
    const own = new Set<string>();
    return {
      set: (uri: Uri, problems: readonly Diagnostic[]) => {
        own.add(uri.toString());
        standIn.problems.set(uri.toString(), problems);
      },
      delete: () => undefined,
      clear: () => {
        for (const uri of own) standIn.problems.delete(uri);
        own.clear();
      },
      dispose: () => undefined,
    };
  },
  registerCodeLensProvider: nothing,
  registerCodeActionsProvider: nothing,
};

export const lm = {
  registerTool: (name: string, tool: StandInTool) => {
    standIn.tools.set(name, tool);
    return nothing();
  },
};

export const env = {
  clipboard: {
    readText: () => Promise.resolve(standIn.clipboard),
    writeText: (text: string) => {
      standIn.clipboard = text;
      return Promise.resolve();
    },
  },
  remoteName: undefined,
  openExternal: (uri: Uri) => {
    standIn.openedOutside.push(uri);
    return Promise.resolve(true);
  },
};
