package trace

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"quartet.example/shared/localnet"
)

// MediaTypeEvents is the media type of events, one JSON object per line.
const MediaTypeEvents = "application/x-ndjson"

// InspectorSink returns a sink that masks events and sends them to the inspector at this address, such as
// http://inspect.localhost:9002, in the background. So a program outside of a stack records into it, even
// if its Redis is embedded. The inspector takes only events of labs (see LabRun). client sends the requests;
// nil is one that can reach *.localhost over http. Close ends the goroutine.
func InspectorSink(address string, client *http.Client) Sink {
	if client == nil {
		client = localnet.HTTPClient(3 * time.Second)
	}
	return newQueue(func(ctx context.Context, events *encoder) error {
		return upload(ctx, client, address+"/events", events.text.Bytes())
	})
}

func upload(ctx context.Context, client *http.Client, url string, events []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(events))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", MediaTypeEvents)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10)) // so that the connection can be reused
	if resp.StatusCode != http.StatusNoContent {
		return fmt.Errorf("trace: the inspector answers %s", resp.Status)
	}
	return nil
}
