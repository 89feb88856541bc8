export * from "../../tests/page/vendor/preact";
