package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"time"
)

type presentCommand struct {
	Script  string `arg:"" optional:"" default:"five-minutes" help:"name of a script; /present of the inspector lists them"`
	Browser bool   `help:"open it in a browser with a fresh profile: no history, no extensions, nobody signed in"`
	URL     string `help:"address of the inspector; the default is that of the settings" placeholder:"URL"`
}

// run opens the window of the audience in the default browser, or in one with a fresh profile, whose
// directory it deletes at the end.
func (p presentCommand) run(ctx context.Context, w io.Writer) error {
	inspector, err := inspectorAt(p.URL)
	if err != nil {
		return err
	}
	path := "/present/" + url.PathEscape(p.Script)
	if _, err := inspector.get(ctx, path, 10*time.Second); err != nil {
		return fmt.Errorf("the talk %q cannot be shown; the inspector lists all talks at /present: %w", p.Script, err)
	}
	address := inspector.address + path
	if _, err := fmt.Fprintf(w, "For the audience: %s\nFor the speaker:  %s?notes\n", address, address); err != nil {
		return err
	}
	if !p.Browser {
		_ = browse(ctx, address) // without a browser the addresses are enough
		return nil
	}
	return fresh(ctx, address)
}

// browsers are programs that take --user-data-dir, in the order of preference.
var browsers = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", `C:\Program Files\Google\Chrome\Application\chrome.exe`,
}

// fresh opens an address in a browser with a new profile, and waits until that browser is closed.
func fresh(ctx context.Context, address string) error {
	for _, name := range browsers {
		program, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		profile, err := os.MkdirTemp("", "quartet-present-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(profile) }()
		err = exec.CommandContext(ctx, program, "--user-data-dir="+profile, "--no-first-run", "--no-default-browser-check", "--new-window", address).Run()
		if ctx.Err() != nil { // Ctrl-C ends the presentation
			return nil
		}
		return err
	}
	return errors.New("there is no Chromium, Chrome or Edge here: open the first address in a private window")
}
