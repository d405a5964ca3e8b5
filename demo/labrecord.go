package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"quartet.example/demo/labs/lab"
	"quartet.example/shared/trace"
)

const (
	answerTime = time.Second     // in which an inspector on this machine answers
	flushTime  = 5 * time.Second // in which the last messages reach it
)

// running returns the running inspector, or one without an address if none answers and the user names none.
func (c labRun) running(ctx context.Context) (recorded, error) {
	if c.Save != "" && !strings.HasSuffix(c.Save, ".jsonl") {
		return recorded{}, fmt.Errorf("save: the name of the file must end in .jsonl, got %q", c.Save)
	}
	r, err := inspectorAt(c.URL)
	if err != nil {
		return recorded{}, err
	}
	if _, err := r.get(ctx, "/livez", answerTime); err != nil {
		if c.URL != "" {
			return recorded{}, err
		}
		return recorded{}, nil
	}
	return r, nil
}

// recorded makes an attack. It calls step before each step, unless step is nil. The running inspector shows the
// messages while they are sent.
func (r *labRunner) recorded(ctx context.Context, l *lab.Lab, one attempt, step func(lab.Step)) (lab.Result, error) {
	if r.inspector.address == "" {
		return one.run(ctx, l, lab.Options{Step: step})
	}
	sink := trace.InspectorSink(r.inspector.address, r.inspector.http)
	result, err := one.run(ctx, l, lab.Options{Step: step, Sink: sink})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	return result, errors.Join(err, sink.Close(ctx))
}

// save writes the messages of all runs, if the user wants a file. Only its owner can read it.
func (r *labRunner) save() error {
	if r.Save == "" {
		return nil
	}
	file, err := os.OpenFile(r.Save, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = r.saved.WriteTo(file)
	return errors.Join(err, file.Close())
}
