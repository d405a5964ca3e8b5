package present

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
)

//go:embed recordings
var recordings embed.FS

// recordingOf returns the flows of a recording: of NAME.jsonl beside a script, or of the built-in recording
// of that name. A script without one has none.
func recordingOf(from fs.FS, file, name string) ([]flow.Flow, error) {
	body, err := fs.ReadFile(from, strings.TrimSuffix(file, ".yaml")+".jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		body, err = unpack(name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	flows, err := flowfile.Read(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	return flows, nil
}

// unpack returns a built-in recording, which is compressed.
func unpack(name string) ([]byte, error) {
	packed, err := recordings.ReadFile("recordings/" + name + ".jsonl.gz")
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	return io.ReadAll(io.LimitReader(r, flowfile.MaxFile+1))
}
