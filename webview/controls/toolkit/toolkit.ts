// The one door to @vscode/webview-ui-toolkit: what is taken of it is defined here, under a prefix of our own, so that an
// element can be changed for another package's without a page that knows. docs/architecture.md says what is taken, and why.
import { lentNonce } from "./lent-nonce.ts";
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDivider,
  vsCodeTextArea,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";

provideVSCodeDesignSystem()
  .withPrefix("pl")
  .register(vsCodeButton(), vsCodeDivider(), vsCodeTextArea(), vsCodeTextField());
lentNonce.remove();
