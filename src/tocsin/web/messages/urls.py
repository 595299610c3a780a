"""The addresses of the messages."""

from django.urls import path

from tocsin.web.messages import heard, queue, trial
from tocsin.web.refusals import shown

urlpatterns = [
    path("messages", heard.messages, name="messages"),
    path("messages/<int:id>", heard.message, name="message"),
    path("messages/<int:id>/raw", heard.raw, name="message-raw"),
    path("messages/queue", queue.queue, name="queue"),
    path("messages/queue/word", shown(queue.word), name="queue-word"),
    path("messages/queue/place", shown(queue.place), name="queue-place"),
    path("messages/queue/replay", shown(queue.replay), name="queue-replay"),
    path("messages/try", shown(trial.trial), name="try"),
]
