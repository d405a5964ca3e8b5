package clientcheck_test

import (
	"testing"

	"quartet.example/demo/mirror/clientcheck"
	"quartet.example/demo/mirror/report/reporttest"
)

func TestPageListsTheDefences(t *testing.T) {
	reporttest.ListsDefences(t, "../../../docs/check-client.md", "the client", clientcheck.Defences())
}
