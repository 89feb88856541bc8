//! The body of an answer that is sent whole, whole with a word at its end, or by half.

use bytes::Bytes;
use connector_playground::Body;
use connector_playground::service::ResponseBody;
use http_body::{Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

type Told = Box<dyn FnOnce() + Send>;

/// A body that hyper can send.
pub(crate) struct StageBody {
    inner: ResponseBody,
    /// Called when the half is sent; nothing is sent behind it.
    half: Option<Told>,
    stopped: bool,
    /// Called when all is sent.
    end: Option<Told>,
}

impl StageBody {
    pub(crate) fn whole(body: Body) -> Self {
        Self { inner: body.into(), half: None, stopped: false, end: None }
    }

    /// Sends the first half of the bytes (of the first chunk where their number is not known), calls `told`, and stands still.
    pub(crate) fn halved(body: Body, told: impl FnOnce() + Send + 'static) -> Self {
        let mut half = Self::whole(body);
        half.half = Some(Box::new(told));
        half
    }

    /// Calls `told` once all is sent.
    pub(crate) fn ending(body: Body, told: impl FnOnce() + Send + 'static) -> Self {
        let mut last = Self::whole(body);
        last.end = Some(Box::new(told));
        last
    }
}

impl http_body::Body for StageBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.stopped {
            // Hyper has written the half when it asks for more.
            if let Some(told) = self.half.take() {
                told();
            }
            return Poll::Pending;
        }
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(cx));
        if self.half.is_none() {
            return Poll::Ready(frame);
        }
        self.stopped = true;
        // Asked for again at once, so that the word is given even where nothing else happens on the connection.
        cx.waker().wake_by_ref();
        let bytes = match frame {
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            _ => Bytes::new(),
        };
        match bytes.len() / 2 {
            0 => Poll::Pending,
            half => Poll::Ready(Some(Ok(Frame::data(bytes.slice(..half))))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.half.is_none() && !self.stopped && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for StageBody {
    fn drop(&mut self) {
        if let Some(told) = self.end.take() {
            told();
        }
    }
}
