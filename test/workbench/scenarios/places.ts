import assert from "node:assert/strict";
import { takePicture } from "../stage.ts";
import type { Scenarios } from "./scenario.ts";

export const places: Scenarios = {
  "A virtual workspace is declined: nothing of ours is offered, and the reason stands with the extension": {
    options: { roots: [{ uri: "vscode-userdata:/User" }] },
    async play(stage) {
      const window = await stage.openWindow({ declined: true });
      assert.ok(!(await window.offers("Pairing Lab: Train the Demo")));
      await window.showExtension("Pairing Lab");
      await window.page
        .getByText(/Pairing Lab needs files on a disk/)
        .first()
        .waitFor();
      await takePicture(window, "virtual-workspace");
    },
  },
};
