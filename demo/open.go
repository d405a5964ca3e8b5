package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"quartet.example/inspector/flowfile"
)

type openCommand struct {
	textFlags
	File  string `arg:"" help:"a file of the inspector: .html or .jsonl"`
	Print bool   `help:"print the messages instead of opening a browser"`
}

// run opens a recording in the browser, without a network and without the stack. The page is made anew
// from the events in the file, so that no markup and no script of the file is used: the file may come from
// anybody. Without a browser it prints the messages.
func (o openCommand) run(ctx context.Context, w io.Writer) error {
	f, err := fromFile(o.File)
	if err != nil {
		return err
	}
	if o.Print {
		_, err = io.WriteString(w, o.terminal(w).Flow(f))
		return err
	}
	dir, err := os.MkdirTemp("", "quartet-")
	if err != nil {
		return err
	}
	page := filepath.Join(dir, "recording.html")
	body, err := flowfile.HTML(f)
	if err != nil {
		return err
	}
	if err := os.WriteFile(page, body, 0o600); err != nil {
		return err
	}
	if err := browse(ctx, page); err != nil {
		_, err = io.WriteString(w, o.terminal(w).Flow(f)+"\nNo browser could be opened. The page is "+page+"\n")
		return err
	}
	_, err = io.WriteString(w, page+"\n")
	return err
}

// browse opens a file in the default browser.
func browse(ctx context.Context, file string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.CommandContext(ctx, "open", file).Run()
	case "windows":
		return exec.CommandContext(ctx, "rundll32", "url.dll,FileProtocolHandler", file).Run()
	}
	return exec.CommandContext(ctx, "xdg-open", file).Run()
}
